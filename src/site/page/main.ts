import type { SiteData } from '../model.js';
import { loadTexts, receive } from './data.js';
import { Site } from './site.js';

receive((data: SiteData) => {
  const site = new Site(data);
  // The search words are loaded after the first paint, which does not need them.
  requestAnimationFrame(() => setTimeout(async () => site.search(await loadTexts(data.texts))));
});
