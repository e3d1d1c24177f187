/**
 * The pictures of the manual and of the app's manifest, in both languages. They are written only when asked for:
 * `SUIYIN_SCREENSHOTS=1 npm test -- e2e`.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { ROOT } from '../tools/setup.js';
import { COMPANY, expectPage, PIN, pointAt, saveByDownload, sheet, stamps } from './clerk';

const isPhone = () => test.info().project.name === 'phone';

const LANGUAGES = {
  'zh-CN': {
    folder: 'static/screenshots',
    company: '公司全称',
    pin: 'PIN 码',
    create: '生成体验证书',
    made: '已生成',
    sample: '用示例标书试一试',
    tools: '盖章方式',
    single: '盖章',
    straddle: '骑缝章',
    confirm: '确认位置',
    proceed: '确认无误，签章',
    seal: '确认签章',
    save: '保存',
    checked: '验证有效',
    verify: '打开验证',
    offline: '应用已保存在本机，断网也能用',
  },
  en: {
    folder: 'static/screenshots/en',
    company: "Company's full name",
    pin: 'PIN',
    create: 'Make a trial certificate',
    made: 'are made and kept',
    sample: 'Try it with the sample bid',
    tools: 'Ways of sealing',
    single: 'Single',
    straddle: 'Page edges',
    confirm: 'Confirm positions',
    proceed: 'All correct, seal now',
    seal: 'Seal',
    save: 'Save',
    checked: 'Verified: valid',
    verify: 'Open Verify',
    offline: 'Saved on this device: works offline',
  },
} as const;

for (const [locale, words] of Object.entries(LANGUAGES)) {
  test.describe(locale, () => {
    test.use({ locale, deviceScaleFactor: 1, reducedMotion: 'reduce' } as object);

    test('pictures of the manual', async ({ page }) => {
      test.skip(process.env.SUIYIN_SCREENSHOTS !== '1', 'pictures are made when they are asked for');
      const folder = path.join(ROOT, words.folder);
      await mkdir(folder, { recursive: true });
      const size = isPhone() ? 'narrow' : 'wide';
      const wanted = isPhone() ? ['home', 'seal'] : ['welcome', 'home', 'seal', 'pin', 'verify', 'me'];
      const take = async (name: string): Promise<void> => {
        if (!wanted.includes(name)) return;
        await settle(page);
        await page.screenshot({ path: path.join(folder, `${name}-${size}.png`) });
      };
      const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

      await saveByDownload(page);
      await page.goto('/');
      await expect(page.getByText(words.offline)).toBeVisible({ timeout: 60_000 });
      await page.getByLabel(words.company).fill(COMPANY);
      await page.getByRole('textbox', { name: words.pin }).fill(PIN);
      await take('welcome');
      await press(words.create);
      const made = page.getByRole('status').getByText(words.made);
      await expect(made).toBeVisible();
      await expect(made).toBeHidden();
      await take('home');
      await page.goto('/me');
      await take('me');

      await page.goto('/');
      await press(words.sample);
      await expectPage(page, 1);
      const tools = page.getByRole('toolbar', { name: words.tools });
      await tools.getByRole('button', { name: words.single, exact: true }).click();
      await pointAt(page, 1, 0.6, 0.62);
      await expect(stamps(page, 1)).toHaveCount(1);
      await tools.getByRole('button', { name: words.straddle, exact: true }).click();
      await expect(stamps(page, 1)).toHaveCount(2);
      await sheet(page, 1).scrollIntoViewIfNeeded();
      await take('seal');
      await press(words.confirm);
      await press(words.proceed);
      await expect(page.getByRole('textbox', { name: words.pin })).toBeFocused();
      await take('pin');
      await page.keyboard.type(PIN);
      await press(words.seal);
      await press(words.save);
      await expect(page.getByText(words.checked)).toBeVisible();
      await press(words.verify);
      await page
        .getByRole('article')
        .first()
        .evaluate((article) => article.scrollIntoView({ block: 'center' }));
      await take('verify');
    });
  });
}

/** Until what was started has been drawn. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.evaluate(() =>
    Promise.all([...document.images].map((image) => image.decode().catch(() => undefined))),
  );
  await page.waitForTimeout(500);
}
