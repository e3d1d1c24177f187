/** The opening hall: envelopes as they arrive, the committee's keys, the opening and its record, and who checks it. */
import { readFile } from 'node:fs/promises';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { PINS, submitSupplier, typePin } from './admin-clerk';
import { fits } from './clerk';
import { sendAsStranger } from './stranger-clerk';
import { setUpPlatform, tabOf } from './supplier-clerk';
import { minutesFromNow, publishTender, STAFF_PIN } from './tender-clerk';

test.setTimeout(300_000);

const TITLE = '云溪大道路灯采购';
/** as `setUpPlatform` names them */
const COMMITTEE = ['陈静', '王德明'];

/** A platform in this browser. What set it up writes by a clock of its own as long as it is open. */
async function setUp(page: Page, context: BrowserContext): Promise<Page> {
  await setUpPlatform(page);
  const admin = await tabOf(context, 'admin', '/admin');
  await page.close();
  return admin;
}

/** A tender that two open: its instants are those of the form, which the clock of all tabs is set to. */
async function announce(context: BrowserContext, admin: Page) {
  const bidsUntil = minutesFromNow(10);
  const instants = {
    ...{ 提问截止: minutesFromNow(5), 澄清截止: minutesFromNow(6) },
    ...{ 投标截止: bidsUntil, 开标时间: bidsUntil + 60_000 },
  };
  const id = await publishTender(admin, {
    ...{ number: 'YX-2026-001', title: TITLE, instants, threshold: 2 },
    committee: COMMITTEE,
  });
  return { id, at: (ms: number) => context.clock.setSystemTime(bidsUntil + ms) };
}

const hallOf = (id: string) => `/tenders/hall?id=${id}`;
const envelopes = (page: Page) => page.getByRole('list', { name: /已收到投标信封/ }).getByRole('listitem');

async function giveKey(page: Page): Promise<void> {
  await page.getByRole('button', { name: '提交开标密钥' }).click();
  await typePin(page, STAFF_PIN, PINS.staff);
}

test('a tender is opened by its committee, and anybody checks the record', async ({ page, context }) => {
  const admin = await setUp(page, context);
  const { id, at } = await announce(context, admin);
  const supplier = await submitSupplier(context);
  await supplier.goto(hallOf(id));
  await expect(supplier.getByRole('timer', { name: '距投标截止' })).toBeVisible();
  await expect(supplier.getByText('还没有投标信封')).toBeVisible();

  // Envelopes appear as they arrive, and say nothing but their number and time.
  await sendAsStranger(supplier, id, false);
  await expect(envelopes(supplier)).toHaveCount(1);
  await sendAsStranger(supplier, id, true);
  await expect(envelopes(supplier)).toHaveCount(2);
  await at(1000);
  await sendAsStranger(supplier, id, true);
  await expect(envelopes(supplier).nth(2).getByText('逾期送达')).toBeVisible();
  await fits(supplier);

  await at(61_000);
  await admin.goto(hallOf(id));
  await supplier.reload(); // the platform's clock in a tab is the tab's as it was loaded
  await expect(supplier.getByText('正在开标')).toBeVisible();
  await expect(admin.getByText('还差 2 份开标密钥', { exact: false })).toBeVisible();
  await expect(admin.getByRole('button', { name: '开标', exact: true })).toBeHidden();
  await giveKey(admin);
  await expect(admin.getByText('已提交 1 / 2')).toBeVisible();
  await expect(admin.getByText('还差 1 份开标密钥', { exact: false })).toBeVisible();
  const expert = await tabOf(context, 'expert', '/expert');
  await expert.goto(hallOf(id));
  await giveKey(expert);
  await expect(supplier.getByText('已提交 2 / 2')).toBeVisible();

  await admin.getByRole('button', { name: '开标', exact: true }).click();
  for (const one of [admin, supplier, expert]) {
    await expect(one.getByText('已开标')).toBeVisible({ timeout: 60_000 });
    await expect(envelopes(one).nth(0).getByText('用开标密钥不能解密', { exact: false })).toBeVisible();
    await expect(envelopes(one).nth(1).getByText('无效投标')).toBeVisible();
    await expect(
      envelopes(one)
        .nth(2)
        .getByText(/晚于投标截止时间/),
    ).toBeVisible();
  }
  await fits(admin);

  // The supplier's own device comes to the same, and keeps the signed record.
  await supplier.getByRole('button', { name: '核对', exact: true }).click();
  await expect(supplier.getByText('开标记录完整、正确')).toBeVisible();
  const [download] = await Promise.all([
    supplier.waitForEvent('download'),
    supplier.getByRole('button', { name: '下载开标记录' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('开标记录 YX-2026-001.pdf');
  const paper = (await readFile(await download.path())).toString('latin1');
  expect(paper).toMatch(/^%PDF-/);
  expect(paper).toContain('/ETSI.CAdES.detached');

  await supplier.getByRole('button', { name: '提交异议' }).click();
  await expect(supplier.getByText('请写明异议内容。')).toBeVisible();
  await supplier.getByLabel('异议内容').fill('请说明第 2 号信封为何无效。');
  await supplier.getByRole('button', { name: '提交异议' }).click();
  await expect(admin.getByText('请说明第 2 号信封为何无效。')).toBeVisible();
  await fits(supplier);
});

test('a tender that nobody bids for is recorded as failed', async ({ page, context }) => {
  const admin = await setUp(page, context);
  const { id, at } = await announce(context, admin);
  await at(61_000);
  await admin.goto(hallOf(id));
  await admin.getByRole('button', { name: '记录流标' }).click();
  await typePin(admin, STAFF_PIN, PINS.staff);
  await expect(admin.getByRole('heading', { name: '流标：没有收到投标' })).toBeVisible({ timeout: 60_000 });
  await expect(admin.getByRole('button', { name: '下载开标记录' })).toBeVisible();
});
