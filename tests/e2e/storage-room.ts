import type { Page } from '@playwright/test';

/**
 * How much more this page's database takes. A browser that was asked for its quota goes by that for minutes, so it is
 * the page that is told to refuse.
 *
 * @param rows that are still written to the outbox; `Infinity` makes room again
 */
export async function setRoom(page: Page, rows: number): Promise<void> {
  await page.evaluate((room) => {
    const prototype = IDBObjectStore.prototype as {
      add: IDBObjectStore['add'];
      whole?: IDBObjectStore['add'];
    };
    const whole = (prototype.whole ??= prototype.add);
    let left = room;
    prototype.add = function add(this: IDBObjectStore, ...args) {
      if (this.name === 'outbox' && left-- <= 0) throw new DOMException('no room', 'QuotaExceededError');
      return whole.apply(this, args);
    };
  }, rows);
}
