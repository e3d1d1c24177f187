/** Tenders from the administrator's side: draft, announcement, clarification, extension, cancellation. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { dialog, PINS, reach, submitSupplier, typePin } from './admin-clerk';
import { fits } from './clerk';
import { approveSupplier } from './operator';
import { setUpPlatform, SUPPLIER, tabOf } from './supplier-clerk';
import {
  draftKept,
  fillTender,
  LAMP,
  minutesFromNow,
  previewAndPublish,
  publishTender,
  STAFF_PIN,
  TENDER_PDF,
  typeMoment,
} from './tender-clerk';

const isPhone = (): boolean => test.info().project.name === 'phone';
const NOTICE = { number: 'YX-2026-001', title: '云溪大道路灯采购' };

test('a tender goes from its draft to its cancellation', async ({ page, context }) => {
  await setUpPlatform(page);
  const admin = await tabOf(context, 'admin', '/admin');
  await admin.getByRole('link', { name: '招标项目' }).first().click();
  await expect(admin.getByText('还没有招标项目')).toBeVisible();
  await admin.getByRole('link', { name: '新建项目' }).first().click();

  // What is missing is said, and nothing is sent.
  await admin.getByRole('button', { name: '预览' }).click();
  await expect(admin.getByText(/还有 \d+ 处需要修改/)).toBeVisible();
  await expect(admin.getByText('请填写项目编号。').first()).toBeVisible();
  await fits(admin);

  // A draft outlives the page, its documents too.
  await fillTender(admin, { ...NOTICE, documents: [TENDER_PDF], ceiling: '12000' });
  await draftKept(admin);
  await admin.reload();
  await expect(admin.getByLabel('项目名称')).toHaveValue(NOTICE.title);
  await expect(admin.getByText(TENDER_PDF.name)).toBeVisible();
  await admin.goto('/admin/tenders');
  await expect(admin.getByRole('region', { name: '本机草稿' }).getByText(NOTICE.title)).toBeVisible();
  await admin.getByRole('link', { name: `继续填写 ${NOTICE.title}` }).click();
  await expect(admin.getByLabel('项目编号')).toHaveValue(NOTICE.number);
  await expect(admin.getByRole('group', { name: '第 1 项' }).getByLabel('名称')).toHaveValue(LAMP.name);

  const id = await previewAndPublish(admin);
  await expect(admin.getByRole('heading', { name: NOTICE.title, level: 1 })).toBeVisible();
  await expect(admin.getByText('已生效', { exact: true })).toBeVisible();
  await expect(admin.getByText('答疑中')).toBeVisible();
  await expect(admin.getByText('距提问截止')).toBeVisible();
  await fits(admin);

  // Another page load: the platform's records alone say all of it.
  await admin.goto(`/admin/tenders/detail?id=${id}`);
  const [download] = await Promise.all([
    admin.waitForEvent('download'),
    admin.getByRole('button', { name: `下载 ${TENDER_PDF.name}` }).click(),
  ]);
  expect(await readFile(await download.path())).toEqual(TENDER_PDF.buffer);

  await admin.getByRole('button', { name: '发布澄清' }).click();
  await dialog(admin).getByLabel('澄清内容').fill('灯杆高度改为 8 米。');
  await dialog(admin).getByRole('button', { name: '发布', exact: true }).click();
  await typePin(admin, STAFF_PIN, PINS.staff);
  await expect(admin.getByRole('heading', { name: /澄清第 1 号/ })).toBeVisible();
  await expect(admin.getByText('灯杆高度改为 8 米。')).toBeVisible();

  await admin.getByRole('button', { name: '延期' }).click();
  await dialog(admin).getByRole('button', { name: '延长 1 天' }).click();
  await dialog(admin).getByRole('button', { name: '延期' }).click();
  await expect(dialog(admin).getByText('请填写原因。')).toBeVisible();
  await dialog(admin).getByLabel('延期原因').fill('应供应商要求');
  await dialog(admin).getByRole('button', { name: '延期' }).click();
  await expect(admin.getByText(/原因：应供应商要求/)).toBeVisible();

  await admin.getByRole('button', { name: '取消项目' }).click();
  await dialog(admin).getByLabel('取消原因').fill('采购计划调整');
  await dialog(admin).getByRole('button', { name: '取消项目' }).click();
  await expect(admin.getByText('采购计划调整')).toBeVisible();
  await expect(admin.getByText('已取消', { exact: true })).toBeVisible();
  await expect(admin.getByRole('button', { name: '延期' })).toBeHidden();
  await fits(admin);

  await admin.goto('/admin/tenders?phase=cancelled');
  const list = admin.getByRole('list', { name: '招标项目' });
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await admin.getByLabel('按编号或名称查找').fill('灯杆');
  await expect(admin.getByText('没有相符的项目')).toBeVisible();
  await expect(admin.getByRole('region', { name: '本机草稿' })).toBeHidden();
  await fits(admin);
});

test('a tender waits on the device while the platform is out of reach, and a refused one can be changed', async ({
  page,
  context,
}) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await setUpPlatform(page);
  const admin = await tabOf(context, 'admin', '/admin/tenders/new');
  await fillTender(admin, NOTICE);
  await reach(admin, false);
  await previewAndPublish(admin);
  await expect(admin.getByRole('heading', { name: '项目已提交发布' })).toBeVisible();
  await expect(admin.getByText('待上传', { exact: true })).toBeVisible();
  await reach(admin, true);
  await expect(admin.getByRole('heading', { name: NOTICE.title, level: 1 })).toBeVisible();

  // The number is taken now.
  await admin.goto('/admin/tenders/new');
  await fillTender(admin, NOTICE);
  await admin.getByRole('button', { name: '预览' }).click();
  await expect(admin.getByText('另一个项目已使用这个项目编号。请换一个编号后再发布。').first()).toBeVisible();
});

test('a supplier is invited by name, asks, and reads the answer without being named in it', async ({
  page,
  context,
}) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await setUpPlatform(page);
  const supplier = await submitSupplier(context);
  await approveSupplier(await tabOf(context, 'admin', '/admin/suppliers'));
  const admin = await tabOf(context, 'admin', '/admin/tenders/new');
  await fillTender(admin, {
    ...NOTICE,
    invited: [SUPPLIER.company],
    criteria: [
      ['报价', 60],
      ['技术方案', 40],
    ],
    instants: { 投标截止: minutesFromNow(90), 开标时间: minutesFromNow(120) },
  });
  await admin.getByRole('button', { name: '从表格导入' }).click();
  await dialog(admin)
    .getByLabel('粘贴表格内容')
    .fill('名称\t数量\t单位\t技术参数\n灯杆\t6\t根\t热镀锌，8 米\n电缆\t1200\t米\tYJV 3×10\n');
  await dialog(admin).getByRole('button', { name: '导入', exact: true }).click();
  await expect(admin.getByText('已添加 2 项，请核对。')).toBeVisible();
  await expect(admin.getByRole('group', { name: '第 3 项' }).getByLabel('名称')).toHaveValue('电缆');
  await admin.getByRole('button', { name: '第 3 项上移' }).click();
  await typeMoment(admin, '提问截止', Date.now() - 3_600_000);
  await admin.getByRole('button', { name: '预览' }).click();
  await expect(admin.getByText(/提问截止应晚于现在的平台时间/).first()).toBeVisible();
  await typeMoment(admin, '提问截止', minutesFromNow(10));
  const id = await previewAndPublish(admin);

  const invitations = admin.getByRole('region', { name: '邀请确认' });
  await expect(invitations.getByText(SUPPLIER.company)).toBeVisible();
  await expect(invitations.getByText('待答复')).toBeVisible();
  await expect(admin.getByRole('row', { name: /电缆/ })).toContainText('1,200 米');
  await expect(admin.getByText('技术方案 40 分')).toBeVisible();

  await supplier.goto(`/supplier/tenders/detail?id=${id}`);
  await supplier.getByRole('button', { name: '接受邀请' }).click();
  await expect(invitations.getByText('已接受', { exact: true })).toBeVisible();
  await supplier.getByLabel('向平台提问').fill(`${SUPPLIER.company}：灯杆多高？`);
  await supplier.getByRole('button', { name: '提交提问' }).click();

  // The key is open still: the question opens by itself.
  const question = admin.getByRole('article', { name: `${SUPPLIER.company} 的提问` });
  await expect(question.getByText(`${SUPPLIER.company}：灯杆多高？`).first()).toBeVisible();
  await question.getByLabel('答复', { exact: true }).fill('8 米。');
  await question.getByRole('button', { name: '公开答复' }).click();
  await expect(question.getByText(/内容中出现了提问单位/)).toBeVisible();
  await question.getByLabel('公开的问题').fill('灯杆多高？');
  await question.getByRole('button', { name: '公开答复' }).click();
  await expect(question.getByText('已答复', { exact: true })).toBeVisible();
  await expect(supplier.getByText('8 米。')).toBeVisible();

  // Loaded anew, it wants the PIN.
  await admin.reload();
  await admin.getByRole('button', { name: '输入 PIN 码查看 1 个提问' }).click();
  await typePin(admin, STAFF_PIN, PINS.staff);
  await expect(question.getByRole('button', { name: '修改答复' })).toBeVisible();
});

test('a tender begins as a copy of another one', async ({ page, context }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await setUpPlatform(page);
  const admin = await tabOf(context, 'admin', '/admin/tenders');
  await publishTender(admin, NOTICE);
  await admin.getByRole('link', { name: '复制为新项目' }).click();
  await expect(admin.getByLabel('项目名称')).toHaveValue(NOTICE.title);
  await expect(admin.getByLabel('项目编号')).toHaveValue('');
});
