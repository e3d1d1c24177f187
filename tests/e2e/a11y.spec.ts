/** Accessibility: every page in both themes by axe, and the main job by keyboard alone. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Locator, type Page } from '@playwright/test';
import {
  COMPANY,
  expectPage,
  makeTrialIdentity,
  openSample,
  PIN,
  pointAt,
  saveByDownload,
  useTool,
} from './clerk';

const isPhone = () => test.info().project.name === 'phone';

// A dialog that is half there has half its contrast.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const PLACES = ['/', '/seal', '/verify', '/seals', '/seals/new', '/me', '/help', '/no-such-page'];

async function expectNoFaults(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
  expect(serious).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test('pages of a first visit have no serious fault', async ({ page }) => {
      test.skip(isPhone() && colorScheme === 'dark', 'the layout makes no difference');
      for (const place of PLACES) {
        await page.goto(place);
        await expect(page.getByRole('heading').first()).toBeVisible();
        await expectNoFaults(page);
      }
    });

    test('pages with an identity and dialogs have no serious fault', async ({ page }) => {
      await makeTrialIdentity(page);
      await expectNoFaults(page);
      await page.goto('/seals');
      await expect(page.getByRole('heading', { name: '公章' })).toBeVisible();
      await expectNoFaults(page);
      await page.goto('/me');
      await expect(page.getByText('序列号')).toBeVisible();
      await expectNoFaults(page);
      for (const name of ['修改 PIN 码', '删除身份', '新增体验身份']) {
        await page.getByRole('button', { name }).click();
        await expect(page.getByRole('dialog')).toBeVisible();
        await expectNoFaults(page);
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toHaveCount(0);
      }
    });

    test('the workbench and the PIN dialog have no serious fault', async ({ page }) => {
      await makeTrialIdentity(page);
      await openSample(page);
      await useTool(page, '盖章');
      await pointAt(page, 1, 0.5, 0.4);
      await expectNoFaults(page);
      await page.getByRole('button', { name: '确认位置' }).click();
      await page.getByRole('button', { name: '确认无误，签章' }).click();
      await expect(page.getByRole('textbox', { name: 'PIN 码' })).toBeFocused();
      await expectNoFaults(page);
    });
  });
}

test.describe('with the keyboard alone', () => {
  test.skip(() => test.info().project.name === 'phone', 'a phone has no Tab key');

  /** Tabs on until the element has the focus, as a person would. */
  async function tabTo(page: Page, target: Locator): Promise<void> {
    await expect(target).toBeVisible();
    for (let presses = 0; presses < 80; presses += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error('the element cannot be reached with Tab');
  }

  test('a first visitor makes an identity, seals and saves', async ({ page }) => {
    await saveByDownload(page);
    await page.goto('/');
    await tabTo(page, page.getByRole('link', { name: '跳到正文' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByLabel('公司全称'));
    await page.keyboard.type(COMPANY);
    await tabTo(page, page.getByRole('textbox', { name: 'PIN 码' }));
    await page.keyboard.type(PIN);
    await page.keyboard.press('Enter');

    await tabTo(page, page.getByRole('button', { name: '用示例标书试一试' }));
    await page.keyboard.press('Enter');
    await expectPage(page, 1);
    const tool = page.getByRole('toolbar', { name: '盖章方式' }).getByRole('button', { name: '盖章' });
    await expect(tool).toBeEnabled();
    await tabTo(page, tool);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+ArrowDown');
    await tabTo(page, page.getByRole('button', { name: '确认位置' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: '确认无误，签章' }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('textbox', { name: 'PIN 码' })).toBeFocused();
    await page.keyboard.type(PIN);
    await page.keyboard.press('Enter');
    const downloading = page.waitForEvent('download');
    await tabTo(page, page.getByRole('button', { name: '保存', exact: true }));
    await page.keyboard.press('Enter');
    expect((await downloading).suggestedFilename()).toMatch(/已签章\.pdf$/);
    await expect(page.getByText('验证有效')).toBeVisible();
  });
});
