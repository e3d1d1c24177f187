/** What keeps hostile files and late answers from doing harm. */
import { expect, test } from '@playwright/test';
import { makeTrialIdentity, openSample, PIN, pointAt, stamps, useTool } from './clerk';

test.skip(({ isMobile }) => isMobile, 'the layout makes no difference');

test('workers run under the policy of the page: no eval, no foreign host', async ({ page }) => {
  await page.goto('/verify');
  const started = page.waitForEvent('worker');
  const bytes = Buffer.from('%PDF-1.7\n');
  await page
    .locator('input[type=file][multiple]')
    .setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: bytes });
  await started;
  const script = (await started).url();
  expect(new URL(script).origin).toBe(new URL(page.url()).origin);
  const policy = await page.evaluate(async (url) => {
    const response = await fetch(url);
    return response.headers.get('content-security-policy') ?? '';
  }, script);
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
  expect(policy).toContain("connect-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
});

test('a PIN whose dialog was closed before the answer came seals nothing', async ({ page }) => {
  await makeTrialIdentity(page);
  await openSample(page);
  await useTool(page, '盖章');
  await pointAt(page, 1, 0.5, 0.4);
  await expect(stamps(page, 1)).toHaveCount(1);
  await page.getByRole('button', { name: '确认位置' }).click();
  await page.getByRole('button', { name: '确认无误，签章' }).click();
  const field = page.getByRole('dialog').getByRole('textbox');
  await field.fill(PIN);
  // Both in one task: the dialog is closed while the PIN is being stretched.
  await page.evaluate(() => {
    const dialog = document.querySelector('[role=dialog]')!;
    [...dialog.querySelectorAll('button')]
      .find((button) => button.textContent?.includes('确认签章'))
      ?.click();
    dialog.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
  });
  await expect(page.getByRole('dialog')).toHaveCount(0);
  // Time enough for the PIN to be stretched and the document to be sealed, were it not for the closing.
  await page.waitForTimeout(3000);
  await expect(page.getByText('已签章')).toHaveCount(0);
  await expect(page.getByRole('button', { name: '确认位置' })).toBeVisible();
  await page.getByRole('button', { name: '确认位置' }).click();
  await page.getByRole('button', { name: '确认无误，签章' }).click();
  await expect(page.getByRole('dialog').getByRole('textbox')).toBeVisible();
});
