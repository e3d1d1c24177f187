/** What 我的 does: identities, PIN, passkeys, this device's data, language and theme. */
import { readFile } from 'node:fs/promises';
import { X509Certificate } from 'node:crypto';
import { expect, test, type Page } from '@playwright/test';
import { COMPANY, makeTrialIdentity, openSample, PIN, pointAt, save, saveByDownload, useTool } from './clerk';

const isPhone = () => test.info().project.name === 'phone';

const NEW_PIN = '951736';
const OTHER_COMPANY = '云溪另一家有限公司';

async function openPinDialog(page: Page): Promise<void> {
  await openSample(page);
  await useTool(page, '盖章');
  await pointAt(page, 1, 0.5, 0.4);
  await page.getByRole('button', { name: '确认位置' }).click();
  await page.getByRole('button', { name: '确认无误，签章' }).click();
  await expect(page.getByRole('textbox', { name: 'PIN 码' })).toBeVisible();
}

async function typePin(page: Page, pin: string): Promise<void> {
  await page.getByRole('textbox', { name: 'PIN 码' }).fill(pin);
  await page.getByRole('button', { name: '确认签章' }).click();
}

async function changePin(page: Page, old: string, next: string, repeated = next): Promise<void> {
  const dialog = page.getByRole('dialog', { name: '修改 PIN 码' });
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: '修改 PIN 码' }).click();
  await dialog.getByLabel('当前 PIN 码').fill(old);
  await dialog.getByLabel('新 PIN 码', { exact: true }).fill(next);
  await dialog.getByLabel('再输入一次新 PIN 码').fill(repeated);
  await dialog.getByRole('button', { name: '修改 PIN 码' }).click();
}

test('a wrong PIN says how many tries are left, and the pad works by touch', async ({ page }) => {
  await makeTrialIdentity(page);
  await openPinDialog(page);
  await typePin(page, '000111');
  await expect(page.getByText('PIN 码不正确，还可尝试 7 次，用完后将锁定。')).toBeVisible();
  await expect(page.getByText('忘记后只能重新办理证书')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'PIN 码' })).toHaveValue('');
  for (const digit of PIN) await page.getByRole('button', { name: digit, exact: true }).click();
  await page.getByRole('button', { name: '确认签章' }).click();
  await expect(page.getByRole('heading', { name: '已签章，请保存' })).toBeVisible();
});

test('several wrong PINs bring a wait that is counted down', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await makeTrialIdentity(page);
  await openPinDialog(page);
  for (let left = 7; left >= 4; left -= 1) {
    await typePin(page, '000111');
    await expect(page.getByText(`还可尝试 ${left} 次`).or(page.getByText('输错次数较多'))).toBeVisible();
  }
  await expect(page.getByText(/输错次数较多，请在 00:\d\d 后再试/)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'PIN 码' })).toBeDisabled();
  await expect(page.getByRole('button', { name: '确认签章' })).toBeDisabled();
});

test('a changed PIN takes the place of the old one', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await makeTrialIdentity(page);
  await page.goto('/me');
  await changePin(page, '000111', NEW_PIN);
  await expect(page.getByText('PIN 码不正确，还可尝试 7 次')).toBeVisible();
  await page.getByRole('button', { name: '取消' }).click();
  await changePin(page, PIN, NEW_PIN, '951737');
  await expect(page.getByText('两次输入的新 PIN 码不一致')).toBeVisible();
  await page.getByRole('button', { name: '取消' }).click();
  await changePin(page, PIN, NEW_PIN);
  await expect(page.getByText('PIN 码已修改')).toBeVisible();

  await openPinDialog(page);
  await typePin(page, PIN);
  await expect(page.getByText('PIN 码不正确')).toBeVisible();
  await typePin(page, NEW_PIN);
  await expect(page.getByRole('heading', { name: '已签章，请保存' })).toBeVisible();
});

async function plugIn(page: Page, transport: 'internal' | 'usb'): Promise<void> {
  const client = await page.context().newCDPSession(page);
  await client.send('WebAuthn.enable');
  await client.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport,
      hasResidentKey: true,
      hasUserVerification: true,
      hasPrf: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

test('a security key serves as a passkey on a device that has no authenticator', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await plugIn(page, 'usb');
  await makeTrialIdentity(page);
  await page.goto('/me');
  await page.getByRole('button', { name: '添加通行密钥' }).click();
  const dialog = page.getByRole('dialog', { name: '添加通行密钥' });
  await dialog.getByLabel('名称').fill('安全密钥');
  await dialog.getByRole('textbox', { name: 'PIN 码' }).fill(PIN);
  await dialog.getByRole('button', { name: '添加通行密钥' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: '安全密钥' })).toBeVisible();
});

test('a passkey takes the place of the PIN, and sets a new one', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await plugIn(page, 'internal');
  await makeTrialIdentity(page);
  await page.goto('/me');
  await page.getByRole('button', { name: '添加通行密钥' }).click();
  const dialog = page.getByRole('dialog', { name: '添加通行密钥' });
  await dialog.getByLabel('名称').fill('公司电脑');
  await dialog.getByRole('textbox', { name: 'PIN 码' }).fill(PIN);
  await dialog.getByRole('button', { name: '添加通行密钥' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: '公司电脑' })).toBeVisible();

  await openPinDialog(page);
  await page.getByRole('button', { name: '使用通行密钥' }).click();
  await expect(page.getByRole('heading', { name: '已签章，请保存' })).toBeVisible();

  page.once('dialog', (leaving) => void leaving.accept());
  await page.goto('/me');
  await page.getByRole('button', { name: '修改 PIN 码' }).click();
  await page.getByRole('button', { name: '忘记 PIN 码？用通行密钥重设' }).click();
  const change = page.getByRole('dialog', { name: '修改 PIN 码' });
  await change.getByLabel('新 PIN 码', { exact: true }).fill(NEW_PIN);
  await change.getByLabel('再输入一次新 PIN 码').fill(NEW_PIN);
  await change.getByRole('button', { name: '修改 PIN 码' }).click();
  await expect(page.getByText('PIN 码已修改')).toBeVisible();

  await page.getByRole('button', { name: '移除' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '移除' }).click();
  await expect(page.getByText('通行密钥已移除')).toBeVisible();
  await openPinDialog(page);
  await expect(page.getByRole('button', { name: '使用通行密钥' })).toBeHidden();
  await typePin(page, NEW_PIN);
  await expect(page.getByRole('heading', { name: '已签章，请保存' })).toBeVisible();
});

test('identities are added, switched and deleted', async ({ page }) => {
  await makeTrialIdentity(page);
  await page.goto('/me');
  await page.getByRole('button', { name: '新增体验身份' }).click();
  const form = page.getByRole('dialog', { name: '新增体验身份' });
  await form.getByLabel('公司全称').fill(OTHER_COMPANY);
  await form.getByRole('textbox', { name: 'PIN 码' }).fill(NEW_PIN);
  await form.getByRole('button', { name: '生成体验证书' }).click();
  await expect(form).toBeHidden();
  await expect(page.getByRole('radio', { name: OTHER_COMPANY })).toBeChecked();

  await page.getByRole('radio', { name: COMPANY }).check();
  await expect(page.getByRole('definition').filter({ hasText: COMPANY })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('radio', { name: COMPANY })).toBeChecked();

  await page.getByRole('button', { name: '删除身份' }).click();
  const dialog = page.getByRole('dialog', { name: '删除身份' });
  await expect(dialog.getByRole('button', { name: '删除身份' })).toBeDisabled();
  await dialog.getByLabel(/请输入公司全称/).fill(COMPANY);
  await dialog.getByRole('button', { name: '删除身份' }).click();
  await expect(page.getByRole('radio', { name: COMPANY })).toHaveCount(0);
  await expect(page.getByRole('radio', { name: OTHER_COMPANY })).toBeChecked();
});

test('the root certificate is saved as PEM that other programs read', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await makeTrialIdentity(page);
  await page.goto('/me');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: '下载根证书' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('体验根证书.pem');
  const root = new X509Certificate(await readFile(await download.path()));
  expect(root.ca).toBe(true);
  expect(root.verify(root.publicKey)).toBe(true);
});

test('the key locks when the page is hidden, only where that was asked for', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  const hide = () =>
    page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
      Object.defineProperty(document, 'hidden', { value: false, configurable: true });
    });
  const unlockButton = page.getByRole('button', { name: '立即锁定' });
  const unlockBySealing = async () => {
    await openPinDialog(page);
    await typePin(page, PIN);
    await save(page);
    await page.getByRole('link', { name: '我的' }).first().click();
    await expect(unlockButton).toBeVisible();
  };

  await saveByDownload(page);
  await makeTrialIdentity(page);
  await unlockBySealing();
  await hide();
  await expect(unlockButton).toBeVisible();
  await page.getByRole('switch', { name: '离开页面时锁定' }).check();
  await hide();
  await expect(unlockButton).toBeHidden();

  await page.reload();
  await expect(page.getByRole('switch', { name: '离开页面时锁定' })).toBeChecked();
});

test('the key is locked when the device wakes up, though its timers slept', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await page.clock.install();
  await saveByDownload(page);
  await makeTrialIdentity(page);
  await openPinDialog(page);
  await typePin(page, PIN);
  await save(page);
  await page.getByRole('link', { name: '我的' }).first().click();
  const lockButton = page.getByRole('button', { name: '立即锁定' });
  await expect(lockButton).toBeVisible();
  // An hour passes for the clock, not for any timer; then the person comes back to the window.
  await page.clock.setSystemTime(Date.now() + 3_600_000);
  await page.evaluate(() => dispatchEvent(new Event('focus')));
  await expect(lockButton).toBeHidden();
});

test('language and theme are kept', async ({ page }) => {
  await page.goto('/me');
  await page.getByRole('radio', { name: '深色' }).check();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('radio', { name: 'English' }).check();
  await expect(page.getByRole('heading', { level: 1, name: 'Me' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByRole('heading', { level: 1, name: 'Me' })).toBeVisible();
  await expect(page).toHaveTitle('Me · Suiyin');
});

test('the state of storage is shown', async ({ page }) => {
  await makeTrialIdentity(page);
  await page.goto('/me');
  await expect(page.getByText('长期保存', { exact: true }).or(page.getByText('可能被清理'))).toBeVisible();
  await expect(page.getByText(/已用 [\d.,]+ MB/)).toBeVisible();
});

test('an unknown address leads back', async ({ page }) => {
  await page.goto('/no-such-page');
  await expect(page.getByRole('heading', { name: '没有这个页面' })).toBeVisible();
  await page.getByRole('link', { name: '回到首页' }).click();
  await expect(page).toHaveURL('/');
});
