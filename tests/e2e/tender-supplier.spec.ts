/** Tenders from the supplier's side: finding one, its project page, and the deviation table. */
import { readFile } from 'node:fs/promises';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { PDFDocument } from 'pdf-lib';
import { unzipSync } from 'fflate';
import { dialog, reach, submitSupplier } from './admin-clerk';
import { fits } from './clerk';
import { approveSupplier } from './operator';
import { setUpPlatform, SUPPLIER, tabOf } from './supplier-clerk';
import { LAMP, publishTender } from './tender-clerk';

const TITLE = '云溪大道路灯采购';
const isPhone = (): boolean => test.info().project.name === 'phone';

async function pdf(name: string): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const document = await PDFDocument.create();
  document.addPage([595, 842]).drawText(`Tender 2026-00${name.length}`, { x: 72, y: 720 });
  return { name, mimeType: 'application/pdf', buffer: Buffer.from(await document.save()) };
}

/** An approved supplier's tab, and the administrator's. */
async function people(page: Page, context: BrowserContext): Promise<{ supplier: Page; admin: Page }> {
  await setUpPlatform(page);
  const supplier = await submitSupplier(context);
  const admin = await tabOf(context, 'admin', '/admin');
  // The administrator sits at a desk, whatever the supplier holds.
  await admin.setViewportSize({ width: 1440, height: 900 });
  await admin.goto('/admin/suppliers');
  await approveSupplier(admin);
  return { supplier, admin };
}

test('a supplier finds a tender, accepts, reads without a network, asks, and confirms what is clarified', async ({
  page,
  context,
}) => {
  test.setTimeout(300_000);
  const { supplier, admin } = await people(page, context);
  const documents = [await pdf('招标文件.pdf'), await pdf('技术规范书.pdf')];
  await publishTender(admin, {
    ...{ number: 'YX-2026-001', title: TITLE, invited: [SUPPLIER.company], documents },
  });

  await supplier.goto('/supplier');
  await expect(supplier.getByRole('link', { name: /待答复的邀请 1/ })).toBeVisible();
  await supplier.getByRole('link', { name: '招标项目', exact: true }).click();
  const list = supplier.getByRole('list', { name: '招标项目' });
  await expect(list.getByText('邀请待答复')).toBeVisible();
  await expect(list.getByText(/剩余/)).toBeVisible();
  await supplier.getByLabel('项目名称、编号或清单').fill('路灯 2026');
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await supplier.getByLabel('项目状态').selectOption('已取消');
  await expect(supplier.getByText('没有符合条件的项目')).toBeVisible();
  await supplier.getByRole('button', { name: '清除条件' }).click();
  await supplier.getByLabel('项目状态').selectOption('答疑中');
  await fits(supplier);
  await list.getByRole('link', { name: TITLE }).click();

  await expect(supplier.getByRole('heading', { name: TITLE, level: 1 })).toBeVisible();
  await expect(supplier.getByText('距投标截止')).toBeVisible();
  await expect(supplier.getByText('本机时钟与平台一致')).toBeVisible();
  await expect(supplier.getByRole('list', { name: '不能投标的原因' })).toContainText(
    '请先在「邀请确认」中接受邀请',
  );
  await fits(supplier);
  await supplier.getByRole('button', { name: '接受邀请' }).click();
  await expect(supplier.getByText('已接受邀请').first()).toBeVisible();
  await expect(supplier.getByRole('link', { name: '去投标' })).toHaveAttribute(
    'href',
    /\/supplier\/tenders\/bid\?id=/,
  );

  // A document that was read once opens without the platform; another one says why it does not.
  await supplier.getByRole('button', { name: '阅读 招标文件.pdf' }).click();
  await expect(dialog(supplier).locator('canvas').first()).toBeVisible();
  await supplier.keyboard.press('Escape');
  await expect(supplier.getByText('已保存到本机')).toHaveCount(1);
  await reach(supplier, false);
  await supplier.reload();
  await expect(supplier.getByText('已保存到本机')).toHaveCount(1);
  const [download] = await Promise.all([
    supplier.waitForEvent('download'),
    supplier.getByRole('button', { name: '下载 招标文件.pdf' }).click(),
  ]);
  expect(await readFile(await download.path())).toEqual(documents[0]!.buffer);
  await supplier.getByRole('button', { name: '下载 技术规范书.pdf' }).click();
  await expect(supplier.getByText(/「技术规范书.pdf」没有下载成功/)).toBeVisible();

  // A question waits here, and can be read again by who has asked it.
  await supplier.getByLabel('向平台提问').fill('灯杆高度是否可以为 8 米？');
  await supplier.getByRole('button', { name: '提交提问' }).click();
  await expect(supplier.getByText('待上传', { exact: true })).toBeVisible();
  await reach(supplier, true);
  await expect(supplier.getByText('问：灯杆高度是否可以为 8 米？')).toBeVisible();
  await fits(supplier);

  // The key that has published is open still: the question shows by itself.
  const asked = admin.getByRole('article', { name: `${SUPPLIER.company} 的提问` });
  await asked.getByLabel('答复', { exact: true }).fill('可以。');
  await asked.getByRole('button', { name: '公开答复' }).click();
  await expect(supplier.getByText('答：可以。')).toBeVisible();

  // A clarification keeps from bidding until it is confirmed; that outlasts the page.
  await admin.getByRole('button', { name: '发布澄清' }).click();
  await dialog(admin).getByLabel('澄清内容').fill('灯杆高度改为 8 米。');
  await dialog(admin).getByRole('button', { name: '发布', exact: true }).click();
  await expect(supplier.getByText('灯杆高度改为 8 米。')).toBeVisible();
  await expect(supplier.getByRole('link', { name: '去投标' })).toBeHidden();
  await expect(supplier.getByRole('navigation', { name: '项目流程' }).getByText('1 条未读')).toBeVisible();
  await supplier.goto('/supplier/tenders');
  await expect(supplier.getByText('1 条澄清未读')).toBeVisible();
  await supplier.getByRole('link', { name: TITLE }).click();
  await supplier.getByRole('button', { name: '确认已阅读澄清 1' }).click();
  await expect(supplier.getByRole('link', { name: '去投标' })).toBeVisible();
  await supplier.reload();
  await expect(supplier.getByText('已确认阅读')).toBeVisible();

  await admin.getByRole('button', { name: '延期' }).click();
  await dialog(admin).getByRole('button', { name: '延长 1 天' }).click();
  await dialog(admin).getByLabel('延期原因').fill('应供应商要求');
  await dialog(admin).getByRole('button', { name: '延期' }).click();
  await expect(supplier.getByText('投标截止时间已延期')).toBeVisible();
  await admin.getByRole('button', { name: '取消项目' }).click();
  await dialog(admin).getByLabel('取消原因').fill('采购计划调整');
  await dialog(admin).getByRole('button', { name: '取消项目' }).click();
  await expect(supplier.getByText('本项目已取消')).toBeVisible();
  await expect(supplier.getByText('第 1 次延期')).toBeVisible();
  await fits(supplier);
});

test('the deviation table goes to a spreadsheet and back', async ({ page, context }) => {
  test.setTimeout(300_000);
  const { supplier, admin } = await people(page, context);
  const cable = { name: '电缆', quantity: '1200', unit: '米', requirement: 'YJV 3×10，铜芯' };
  const id = await publishTender(admin, {
    ...{ number: 'YX-2026-002', title: TITLE, ceiling: '50000', items: [LAMP, cable] },
    preset: '3 天（询价）',
  });
  await supplier.goto(`/supplier/tenders/bid?id=${id}`);
  const table = supplier.getByRole('region', { name: '技术偏离表' });
  await expect(table.getByText(LAMP.requirement)).toBeVisible();
  await expect(table.getByText('人民币零元整')).toBeVisible();

  // What is missing is said at the cell that was left.
  await table.getByLabel('单价（元）：路灯').fill('1x');
  await table.getByLabel('交货期（天）：路灯').focus();
  await expect(table.getByText('请填写数字，最多两位小数')).toBeVisible();
  await table.getByLabel('单价（元）：路灯').fill('123.45');
  await table.getByLabel('偏离：路灯').selectOption('无偏离');
  await expect(table.getByText('请填写交货期')).toBeVisible();
  await expect(table.getByText('¥1,543.13').first()).toBeVisible();
  await expect(table.getByText('人民币壹仟伍佰肆拾叁元壹角叁分')).toBeVisible();
  await fits(supplier);

  const [csv] = await Promise.all([
    supplier.waitForEvent('download'),
    table.getByRole('button', { name: '导出 CSV' }).click(),
  ]);
  const text = await readFile(await csv.path(), 'utf8');
  expect(text).toContain('无偏离,,123.45,');
  const filled = text
    .replace(',无偏离,,123.45,', ',无偏离,30,123.45,')
    .replace('"YJV 3×10，铜芯",,,,,', 'YJV 3×10，铜芯,满足,正偏离,20,9.9,原厂')
    .replace('YJV 3×10，铜芯,,,,,', 'YJV 3×10，铜芯,满足,正偏离,20,9.9,原厂');
  const choose = (name: string, buffer: Buffer): Promise<void> =>
    table
      .getByLabel('导入表格', { exact: true })
      .last()
      .setInputFiles({ name, mimeType: 'text/csv', buffer });
  await choose('错误.csv', Buffer.from(filled.replace(',9.9,', ',9.999,')));
  await expect(table.getByText(/第 3 行第 7 列：单价应为数字/)).toBeVisible();
  await choose('填好.csv', Buffer.from(filled));
  await dialog(supplier).getByRole('button', { name: '替换' }).click();
  await expect(table.getByLabel('投标响应：电缆')).toHaveValue('满足');
  await expect(table.getByText('¥13,423.13')).toBeVisible();

  const [xlsx] = await Promise.all([
    supplier.waitForEvent('download'),
    table.getByRole('button', { name: '导出 Excel（XLSX）' }).click(),
  ]);
  const workbook = await readFile(await xlsx.path());
  expect(Object.keys(unzipSync(workbook))).toContain('xl/workbook.xml');
  await table.getByLabel('单价（元）：电缆').fill('100');
  await expect(table.getByText('总价超过了项目的最高限价')).toBeVisible();
  await choose('偏离表.xlsx', workbook);
  await dialog(supplier).getByRole('button', { name: '替换' }).click();
  await expect(table.getByText('¥13,423.13')).toBeVisible();
  await expect(table.getByLabel('单价（元）：电缆')).toHaveValue('9.90');
  await choose('扫描.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]));
  await expect(table.getByText(/另存为 XLSX 后再导入/)).toBeVisible();
  if (!isPhone()) await expect(table.getByRole('columnheader', { name: '投标响应' })).toBeVisible();
});
