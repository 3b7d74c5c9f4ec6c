import { type PictureFacts, picturePath, type ViewNews } from '../protocol.js';
import { element, PdfPane, startSwitch, WebPane } from './panes.js';
import { Choosing, Feed, PreviewState } from './state.js';

const state = new PreviewState();
const web = new WebPane();
const pdf = new PdfPane();
let next: ViewNews | undefined;
let isDrawing = false;
/** The picture on display. */
let shown = { id: 0, profile: '' };

const choosing = new Choosing((choice) => {
  state.wait('Drawing…');
  feed.follow(choice);
});

const feed = new Feed(choosing.choice, {
  lists: (lists) => {
    state.offer(lists);
    if (choosing.offer(lists)) feed.follow(choosing.choice);
  },
  view: (news) => {
    choosing.settle(news);
    next = news;
    if (!isDrawing) void drawAll();
  },
  connection: (connection) => {
    // The server may have restarted, with ids that begin again.
    if (connection === 'open') shown = { ...shown, id: 0 };
    if (connection === 'lost') state.wait('The server has stopped; reconnecting…', 'lost');
    if (connection === 'refused') state.wait('The server refused the connection; too many pages may be open', 'lost');
  },
});

startSwitch();

/** Draws one picture at a time, so that an older one never covers a newer one; pictures in between are skipped. */
async function drawAll(): Promise<void> {
  const panes = element('panes', HTMLElement);
  isDrawing = true;
  panes.ariaBusy = 'true';
  for (let news = next; news; news = next) {
    next = undefined;
    await draw(news);
  }
  panes.ariaBusy = 'false';
  isDrawing = false;
}

async function draw(news: ViewNews): Promise<void> {
  const { picture, choice } = news;
  const failure = picture && picture.id !== shown.id ? await drawPicture(picture, choice.profile) : undefined;
  state.tell(news);
  // A picture that was replaced while it was being fetched is no error, since the next one follows.
  if (failure && !next) state.fail(`This version cannot be shown here: ${failure.message}`);
}

async function drawPicture(picture: PictureFacts, profile: string): Promise<Error | undefined> {
  // Keep the scroll position for another template or variant of the same profile; another profile starts at the top.
  const keepsPlace = shown.profile === profile;
  const drawn = await Promise.allSettled([
    web.show(picture.id, picture.title, keepsPlace),
    pdf.show(picture.id, keepsPlace),
  ]);
  shown = { id: picture.id, profile };
  element('open-web', HTMLAnchorElement).href = picturePath(picture.id, 'html');
  element('open-pdf', HTMLAnchorElement).href = picturePath(picture.id, 'pdf');
  document.body.dataset.picture = String(picture.id);
  return drawn.find((result) => result.status === 'rejected')?.reason as Error | undefined;
}
