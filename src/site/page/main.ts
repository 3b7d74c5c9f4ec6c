import type { SiteData } from '../model.js';
import { loadTexts, receive } from './data.js';
import { Site } from './site.js';

receive((data: SiteData) => {
  const site = new Site(data);
  // The words of all résumés come after the first paint, which needs none of them.
  requestAnimationFrame(() => setTimeout(async () => site.search(await loadTexts(data.texts))));
});
