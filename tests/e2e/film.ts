/** What a camera sees, as the file that Chromium takes for one: MJPEG, JPEG pictures one after the other. */
import { writeFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';

/** A film of codes that follow one another, as often as it was looked at: some are missed, some come twice. */
export async function filmMovie(video: string, page: Page, screen: Page, name: string): Promise<void> {
  const code = screen.getByRole('img', { name });
  await expect(code).toBeVisible();
  const shots: string[] = [];
  for (let shot = 0; shot < 40; shot++) shots.push((await code.screenshot()).toString('base64'));
  const frames = await page.evaluate(async (pngs) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1280, 720];
    const context = canvas.getContext('2d')!;
    const made: string[] = [];
    for (const png of pngs) {
      const picture = new Image();
      picture.src = `data:image/png;base64,${png}`;
      await picture.decode();
      context.fillStyle = '#8a8578';
      context.fillRect(0, 0, 1280, 720);
      context.drawImage(picture, 340, 60, 600, 600);
      made.push(canvas.toDataURL('image/jpeg', 0.9).split(',')[1] ?? '');
    }
    return made;
  }, shots);
  await writeFile(video, Buffer.concat(frames.map((frame) => Buffer.from(frame, 'base64'))));
}

/** What a camera sees of a code: small, turned a little, in some noise, now and then nothing. */
export async function film(video: string, page: Page, code: Buffer): Promise<void> {
  const frames = await page.evaluate(async (png) => {
    const picture = new Image();
    picture.src = `data:image/png;base64,${png}`;
    await picture.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1280, 720];
    const context = canvas.getContext('2d')!;
    return Array.from({ length: 6 }, (_, index) => {
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.fillStyle = '#8a8578';
      context.fillRect(0, 0, 1280, 720);
      if (index % 3 !== 0) {
        context.translate(640, 360);
        context.rotate(0.1 * index);
        context.drawImage(picture, -220, -220, 440, 440);
      }
      context.setTransform(1, 0, 0, 1, 0, 0);
      for (let speck = 0; speck < 4000; speck++) {
        context.fillStyle = `rgb(${(speck * 53) % 256} ${(speck * 97) % 256} ${(speck * 31) % 256} / 25%)`;
        context.fillRect((speck * 7919) % 1280, (speck * 6101) % 720, 2, 2);
      }
      return canvas.toDataURL('image/jpeg', 0.8).split(',')[1] ?? '';
    });
  }, code.toString('base64'));
  await writeFile(video, Buffer.concat(frames.map((frame) => Buffer.from(frame, 'base64'))));
}
