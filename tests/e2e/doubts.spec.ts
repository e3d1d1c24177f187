/** What somebody has to be told before sealing, and after it: faults of earlier signatures, other names, odd numbers. */
import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import {
  COMPANY,
  expectPage,
  makeTrialIdentity,
  openPdf,
  openSample,
  pointAt,
  save,
  saveByDownload,
  seal,
  stamps,
  useTool,
} from './clerk';

const isPhone = () => test.info().project.name === 'phone';

test.beforeEach(async ({ page }) => {
  await saveByDownload(page);
});

/** A file that was sealed here, one bit of whose signed content was changed afterwards. */
async function tamperedFile(page: Page): Promise<Buffer> {
  await openSample(page);
  await useTool(page, '盖章');
  await pointAt(page, 1, 0.3, 0.3);
  await seal(page);
  const { file } = await save(page);
  const bytes = await readFile(file);
  // The comment behind the first line: no reader looks at it, but it was signed.
  const at = bytes.indexOf('%', 1) + 2;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
}

test('a broken earlier signature is told before sealing and after it, and not blamed on the new one', async ({
  page,
}) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await makeTrialIdentity(page);
  await openPdf(page, { name: '改过的.pdf', bytes: await tamperedFile(page) });
  await expect(page.getByText('先前的签名已失效')).toBeVisible();
  await expect(page.getByText('它们仍然有效')).toHaveCount(0);
  await useTool(page, '盖章');
  await pointAt(page, 1, 0.6, 0.3);
  await page.getByRole('button', { name: '确认位置' }).click();
  const review = page.getByRole('dialog', { name: '请核对签章内容' });
  await expect(review.getByText('先前的签名已失效')).toBeVisible();
  await review.getByRole('button', { name: '返回修改' }).click();
  await seal(page);
  await save(page);
  await expect(page.getByRole('heading', { name: '已签章，但先前的签名已失效' })).toBeVisible();
  await expect(page.getByText('本次签章完好，问题出在先前的签名')).toBeVisible();
  await expect(page.getByText('索取未被改动的原文件')).toBeVisible();
  await expect(page.getByText('签章完成')).toHaveCount(0);
});

test('a seal of another company is pointed out where it is made and before it is used', async ({ page }) => {
  await makeTrialIdentity(page);
  await page.goto('/seals/new?kind=contract');
  await page.getByLabel('公司全称').fill('洞庭测试有限公司');
  await expect(page.getByText(`与证书上的公司「${COMPANY}」不一致`)).toBeVisible();
  await page.getByLabel('印章编码').fill('12ab');
  await expect(page.getByText('印章编码应为 13 位数字')).toBeVisible();
  await expect(page.getByRole('button', { name: '保存印章' })).toBeDisabled();
  await page.getByLabel('印章编码').fill('4301020012345');
  await page.getByRole('button', { name: '保存印章' }).click();
  await expect(page).toHaveURL('/seals');

  await openSample(page);
  if (isPhone()) await page.getByRole('button', { name: '选择印章' }).click();
  const chip = page.getByRole('list', { name: '印章' }).getByRole('button', { name: '合同专用章' });
  await chip.click();
  await pointAt(page, 1, 0.5, 0.4);
  await expect(stamps(page, 1)).toHaveAccessibleName(/合同专用章/);
  await page.getByRole('button', { name: '确认位置' }).click();
  await expect(page.getByText('印章与证书的公司不一致')).toBeVisible();
});

test('of several seals the one that looks chosen is in hand', async ({ page }) => {
  test.skip(isPhone(), 'the seals are in a sheet');
  await makeTrialIdentity(page);
  await page.goto('/seals/new?kind=contract');
  await page.getByRole('button', { name: '保存印章' }).click();
  await expect(page).toHaveURL('/seals');
  await openSample(page);
  const chips = page.getByRole('list', { name: '印章' }).getByRole('button');
  await expect(chips).toHaveCount(2);
  await expect(chips.and(page.locator('[aria-pressed=true]'))).toHaveAccessibleName('公章');
  await pointAt(page, 1, 0.5, 0.4);
  await expect(stamps(page, 1)).toHaveAccessibleName(/公章，第 1 页/);
  await expect(chips.and(page.locator('[aria-pressed=true]'))).toHaveCount(0);
});

test('a trial has no number for its invoice seal', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await makeTrialIdentity(page);
  await page.goto('/seals/new?kind=invoice');
  await expect(page.getByLabel('纳税人识别号')).toHaveValue('');
  await expect(page.getByText('体验身份没有真实的识别号')).toBeVisible();
  await page.goto('/me');
  await expect(page.getByText('体验编号，不是真实代码')).toBeVisible();
});

test('numbers of a straddle seal are kept within what can be, and the limit is said', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await makeTrialIdentity(page);
  await openSample(page);
  await useTool(page, '骑缝章');
  const top = page.getByRole('spinbutton', { name: '距上边' });
  await top.fill('900');
  await expect(page.getByText('最多为 257，按 257 计')).toBeVisible();
  await top.blur();
  await expect(top).toHaveValue('257');
  const pages = page.getByRole('spinbutton', { name: '每枚最多跨页数' });
  await pages.fill('1');
  await pages.blur();
  await expect(pages).toHaveValue('2');
  await expect(page.getByText('最少为 2，按 2 计')).toBeVisible();
});

test('keywords are named where they are listed, and an empty one is not made twice', async ({ page }) => {
  test.skip(isPhone(), 'the list is behind a button');
  await makeTrialIdentity(page);
  await openSample(page);
  await useTool(page, '关键字');
  await useTool(page, '关键字');
  await page.getByLabel('关键字').fill('盖章');
  await expect(page.getByText(/找到 \d+ 处/)).toBeVisible();
  await expect(page.getByText(/关键字「盖章」 · 第/)).toBeVisible();
  const confirm = page.getByRole('button', { name: '确认位置' });
  await expect(confirm).toBeEnabled();
  await confirm.click();
  await expect(page.getByRole('dialog').getByText('关键字「盖章」')).toBeVisible();
});

test('the keys are shown on the screen', async ({ page }) => {
  test.skip(isPhone(), 'a phone has none');
  await openSample(page);
  await expectPage(page, 1);
  await page.getByRole('button', { name: '键盘操作' }).click();
  await expect(page.getByRole('dialog', { name: '键盘操作' }).getByText('方向键移动 1 毫米')).toBeVisible();
});

test('a phone says why the place cannot be confirmed yet', async ({ page }) => {
  test.skip(!isPhone(), 'a desktop has room for more');
  await makeTrialIdentity(page);
  await openSample(page);
  const confirm = page.getByRole('button', { name: '确认位置' });
  await expect(confirm).toBeDisabled();
  await expect(confirm).toHaveAccessibleDescription('还没有放置印章');
  await useTool(page, '盖章');
  await pointAt(page, 1, 0.5, 0.3);
  await expect(confirm).toBeEnabled();
  await expect(confirm).toHaveAccessibleDescription('');
});

test('a date is written the same in every language and read out in that of the interface', async ({
  page,
}) => {
  await makeTrialIdentity(page);
  await openSample(page);
  await useTool(page, '日期');
  const date = page.getByLabel('日期', { exact: true });
  await expect(date).toHaveValue(/^\d{4}-\d{2}-\d{2}$/);
  await date.fill('2027/1/5');
  await date.blur();
  await expect(date).toHaveValue('2027-01-05');
  await expect(page.getByText('2027年1月5日星期二')).toBeVisible();
  await page.getByRole('button', { name: '盖在第 1 页' }).click();
  const confirm = page.getByRole('button', { name: '确认位置' });
  await expect(confirm).toBeEnabled();
  await date.fill('2026-13-45');
  await date.blur();
  await expect(page.getByText('没有「2026-13-45」这一天')).toBeVisible();
  await expect(confirm).toBeDisabled();
  await expect(page.getByText('日期还没有填对')).toBeVisible();
  await date.fill('明天');
  await date.blur();
  await expect(page.getByText('请按「2026-01-31」的样子填写日期')).toBeVisible();
  await date.fill('2027-01-06');
  await expect(confirm).toBeEnabled();
});

test('an expired certificate seals nothing, and the way out is shown', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await makeTrialIdentity(page);
  await page.clock.setFixedTime(Date.now() + 2 * 365 * 86_400_000);
  await openSample(page);
  await expect(page.getByText('证书已过有效期，不能再签章')).toBeVisible();
  await page.getByRole('button', { name: '公章', exact: true }).click();
  await pointAt(page, 1, 0.5, 0.4);
  await expect(stamps(page, 1)).toHaveCount(1);
  await expect(page.getByRole('button', { name: '确认位置' })).toBeDisabled();
  await page.getByRole('button', { name: '去办理新的体验证书' }).click();
  await expect(page.getByRole('button', { name: '新增体验身份' })).toBeVisible();
});
