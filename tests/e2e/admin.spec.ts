/** The administrator's side: trying everything, setting up a platform, staff, reviews. */
import { expect, test } from '@playwright/test';
import {
  PINS,
  PLATFORM,
  dialog,
  typePin,
  choosePin,
  reach,
  next,
  fillWizard,
  foundPlatform,
  invite,
  openLink,
  joinAs,
  submitSupplier,
} from './admin-clerk';
import { register, setUpPlatform, SUPPLIER, tabOf } from './supplier-clerk';

const isPhone = (): boolean => test.info().project.name === 'phone';

test.describe('trying everything', () => {
  test('is set up by one click, and found again', async ({ page, context }) => {
    await setUpPlatform(page);
    const persons = page.getByRole('list', { name: '五个人，五个工作区' }).getByRole('listitem');
    await expect(persons).toHaveCount(5);
    await expect(persons.first()).toContainText(PINS.root);
    await page.reload();
    await expect(persons).toHaveCount(5);
    await expect(page.getByText('0 / 16 步')).toBeVisible();

    const opening = context.waitForEvent('page');
    await page.getByRole('link', { name: '打开「平台管理员」的标签页', exact: true }).click();
    const admin = await opening;
    await expect(admin.getByRole('heading', { name: '平台管理' })).toBeVisible();
    await expect(admin.getByText('还没有 CA 操作员')).toBeHidden();
  });

  test('begins anew only after asking', async ({ page }) => {
    test.skip(isPhone(), 'the layout makes no difference');
    await setUpPlatform(page);
    await page.getByRole('button', { name: '重新开始' }).click();
    await dialog(page).getByRole('button', { name: '取消' }).click();
    await expect(page.getByRole('button', { name: '重新开始' })).toBeVisible();
    await page.getByRole('button', { name: '重新开始' }).click();
    await page.getByRole('button', { name: '删除并重新搭建' }).click();
    await expect(page.getByText('正在搭建')).toBeVisible();
    await expect(page.getByRole('heading', { name: '五个人，五个工作区' })).toBeVisible({ timeout: 60_000 });
    await page.goto('/platforms');
    await expect(
      page.getByRole('button', { name: '选择「云溪城发集团电子招标采购平台（体验）」' }),
    ).toHaveCount(1);
  });

  test('leaves nothing behind when it is cancelled', async ({ page }) => {
    test.skip(isPhone(), 'the layout makes no difference');
    await page.goto('/try');
    await page.getByRole('button', { name: '开始搭建' }).click();
    await page.getByRole('button', { name: '取消' }).click();
    await expect(page.getByRole('button', { name: '开始搭建' })).toBeVisible({ timeout: 30_000 });
    await page.goto('/platforms');
    await expect(page.getByRole('heading', { name: '这里还没有平台' })).toBeVisible();
  });

  test('says that the platform is switched off, and goes on once it is on', async ({ page }) => {
    await page.goto('/try');
    await reach(page, false);
    await expect(page.getByRole('button', { name: '开始搭建' })).toBeDisabled();
    await page.getByRole('button', { name: '打开连接' }).click();
    await expect(page.getByRole('button', { name: '开始搭建' })).toBeEnabled();
  });
});

test.describe('a platform', () => {
  test('is founded by hand, with every field checked and kept', async ({ page }) => {
    await page.goto('/platforms');
    await expect(page.getByRole('heading', { name: '这里还没有平台' })).toBeVisible();
    await page.getByRole('link', { name: '设立平台' }).first().click();
    await next(page).click();
    await expect(page.getByText('请选择平台所在的省份。')).toBeVisible();
    await expect(page.getByLabel('平台名称')).toBeFocused();
    await page.getByLabel('平台名称').fill(PLATFORM);
    await page.getByLabel('所在省份').selectOption('湖南省');
    await page.getByLabel('主办单位').fill('云溪测试有限公司');
    await next(page).click();

    await page.getByLabel('1 年期证书').fill('0');
    await page.getByLabel('2 年期证书').fill('十元');
    await page.getByLabel('3 年期证书').fill('1.234');
    await page.getByLabel('5 年期证书').fill('850');
    await next(page).click();
    await expect(page.getByText('请填写大于 0 的金额', { exact: false })).toHaveCount(3);
    await page.getByRole('button', { name: '上一步' }).click();
    await expect(page.getByLabel('平台名称')).toHaveValue(PLATFORM);
    await fillWizard(page);
    await page.getByRole('button', { name: '回到「收费标准」' }).click();
    await expect(page.getByLabel('2 年期证书')).toHaveValue('380.5');
    for (const heading of ['收款与客服', '投标类别', '设立人', '核对']) {
      await next(page).click();
      await expect(page.getByRole('heading', { name: heading })).toBeVisible();
    }
    await expect(page.getByText('2 年 ¥380.50')).toBeVisible();
    await page.getByRole('button', { name: '设立平台' }).click();
    await expect(page.getByRole('heading', { name: '平台管理' })).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText(`湖南省 / ${PLATFORM}`)).toBeVisible();
    await expect(page.getByText('还没有 CA 操作员')).toBeVisible();
  });

  test('wants good PINs, typed twice', async ({ page }) => {
    test.skip(isPhone(), 'the layout makes no difference');
    await page.goto('/platforms/new');
    await fillWizard(page);
    await page.getByRole('button', { name: '上一步' }).click();
    await choosePin(page, '工作 PIN 码', '123456');
    await choosePin(page, '根密钥 PIN 码', PINS.root, '135793');
    await next(page).click();
    await expect(page.getByText('两次输入的 PIN 码不一致', { exact: false })).toBeVisible();
    await expect(page.getByLabel('工作 PIN 码', { exact: true })).toHaveAttribute('aria-invalid', 'true');
    await choosePin(page, '工作 PIN 码', PINS.staff);
    await choosePin(page, '根密钥 PIN 码', PINS.root);
    await next(page).click();
    await expect(page.getByRole('heading', { name: '核对' })).toBeVisible();
  });

  test('is chosen by its province, in another workspace', async ({ page, context }) => {
    test.skip(isPhone(), 'the layout makes no difference');
    await foundPlatform(page);
    const other = await context.newPage();
    await other.goto('/platforms?workspace=somebody');
    await other.getByLabel('按省份或名称查找').fill('湖南');
    await expect(other.getByText(`湖南省 / ${PLATFORM}`)).toBeVisible();
    await other.getByLabel('按省份或名称查找').fill('广东');
    await expect(other.getByText('没有找到与「广东」相符的平台', { exact: false })).toBeVisible();
    await other.getByLabel('按省份或名称查找').fill('');
    await other.getByRole('button', { name: `选择「${PLATFORM}」` }).click();
    await expect(other.getByText(`当前平台：湖南省 / ${PLATFORM}`)).toBeVisible();
    await expect(other.getByRole('link', { name: '供应商注册' })).toBeVisible();
  });

  test('is changed, and everybody sees it', async ({ page, context }) => {
    test.skip(isPhone(), 'the layout makes no difference');
    await setUpPlatform(page);
    const admin = await tabOf(context, 'admin', '/admin/platform');
    const other = await tabOf(context, 'desktop', '/platforms');
    await expect(other.getByText('客服电话 0731-88904166', { exact: false })).toBeVisible();
    await admin.getByRole('button', { name: '修改客服联系方式' }).click();
    await admin.getByLabel('客服电话').fill('电话');
    await admin.getByRole('button', { name: '保存修改' }).click();
    await expect(admin.getByText('请填写电话号码', { exact: false })).toBeVisible();
    await admin.getByLabel('客服电话').fill('0731-12345678');
    await admin.getByRole('button', { name: '保存修改' }).click();
    await typePin(admin, '输入您的工作 PIN 码', PINS.staff);
    await expect(admin.getByText('已生效', { exact: true })).toBeVisible();
    await expect(other.getByText('客服电话 0731-12345678', { exact: false })).toBeVisible();
  });
});

test.describe('staff', () => {
  test('an operator joins by the link, and is certified with the root key', async ({ page, context }) => {
    test.skip(isPhone(), 'the layout makes no difference');
    await foundPlatform(page);
    const link = await invite(page, 'CA 操作员', '周宁');
    await expect(page.getByRole('list', { name: '未使用的邀请' }).getByText('周宁')).toBeVisible();
    const operator = await openLink(context, link, 'operator');
    await expect(operator.getByText(`湖南省 / ${PLATFORM}`)).toBeVisible();
    await expect(operator.getByLabel('您的姓名')).toHaveValue('周宁');
    await joinAs(operator, true);
    await expect(operator.getByText('还差一步', { exact: false })).toBeVisible();

    const row = page
      .getByRole('list', { name: '在册人员' })
      .getByRole('listitem')
      .filter({ hasText: '周宁' });
    await row.getByRole('button', { name: '签发证书' }).click();
    await typePin(page, '输入平台根密钥的 PIN 码', PINS.root);
    await expect(row.getByText('可以签发')).toBeVisible();
    await expect(operator.getByText('现在可以开始工作。')).toBeVisible();
  });

  test('an invitation works once, within its time, on its platform', async ({ page, context }) => {
    test.skip(isPhone(), 'the layout makes no difference');
    await foundPlatform(page);
    const link = await invite(page, '评标专家', '王德明');
    await joinAs(await openLink(context, link, 'expert'));
    const late = await openLink(context, link, 'late');
    await expect(late.getByText('邀请已被使用过', { exact: false })).toBeVisible();
    await expect(late.getByRole('button', { name: '加入', exact: true })).toBeHidden();

    const open = await invite(page, '评标专家', '李明');
    await late.clock.setFixedTime(Date.now() + 8 * 86_400_000);
    await late.goto(open.replace('/join', '/join?workspace=late'));
    await late.reload();
    await expect(late.getByText('邀请已过期', { exact: false })).toBeVisible();

    const parts = open.split('.');
    const unknown = [parts[0], parts[1], 'A'.repeat(43), parts[3]].join('.');
    const stranger = await openLink(context, unknown, 'stranger');
    await expect(stranger.getByText('平台上没有这份邀请', { exact: false })).toBeVisible();
    const elsewhere = [parts[0]?.replace(/#.*/, '#i1'), 'A'.repeat(43), parts[2], parts[3]].join('.');
    await stranger.goto(elsewhere);
    await expect(stranger.getByText('在本浏览器中找不到这个平台', { exact: false })).toBeVisible();
    await stranger.goto('/join');
    await stranger.getByRole('textbox', { name: '邀请链接' }).fill(open.slice(0, -5));
    await stranger.getByRole('button', { name: '查看邀请' }).click();
    await expect(stranger.getByText('这不是完整的邀请链接', { exact: false })).toBeVisible();
  });

  test('an invitation is shown as a code too, and can be taken back', async ({ page, context }) => {
    await foundPlatform(page);
    await page.goto('/admin/staff');
    await page.getByRole('button', { name: '邀请工作人员' }).click();
    await page.getByLabel('受邀人').fill('周宁');
    await page.getByRole('button', { name: '取消' }).click();
    await page.getByRole('button', { name: '邀请工作人员' }).click();
    await expect(page.getByLabel('受邀人')).toHaveValue('');
    await page.getByLabel('角色').selectOption({ label: '评标专家' });
    await page.getByLabel('受邀人').fill('王德明');
    await page.getByRole('button', { name: '生成邀请' }).click();
    await typePin(page, '输入您的工作 PIN 码', PINS.staff);
    await expect(page.getByRole('img', { name: '邀请二维码' })).toBeVisible();
    const link = await page.getByLabel('邀请链接').inputValue();
    await page.getByRole('button', { name: '我已复制，关闭' }).click();

    const row = page.getByRole('list', { name: '未使用的邀请' }).getByRole('listitem');
    await expect(row).toContainText('王德明');
    await expect(row).toContainText(/还剩 [67] 天/);
    const late = await openLink(context, link, 'late');
    await expect(late.getByLabel('您的姓名')).toHaveValue('王德明');
    await row.getByRole('button', { name: '撤回给王德明的邀请' }).click();
    await dialog(page).getByRole('button', { name: '撤回邀请' }).click();
    await expect(page.getByText('没有未使用的邀请', { exact: false })).toBeVisible();
    await expect(late.getByText('邀请已被管理员撤回', { exact: false })).toBeVisible();
    await expect(late.getByRole('button', { name: '加入', exact: true })).toBeHidden();
  });

  test('an invitation of another platform asks before it switches', async ({ page, context }) => {
    test.skip(isPhone(), 'the layout makes no difference');
    await setUpPlatform(page);
    const founder = await context.newPage();
    await founder.goto('/?workspace=founder');
    await foundPlatform(founder);
    const link = await invite(founder, '评标专家', '李明');
    const desktop = await openLink(context, link, 'try-desktop');
    await expect(desktop.getByText('邀请来自另一个平台')).toBeVisible();
    await desktop.getByRole('button', { name: '切换并查看邀请' }).click();
    await expect(desktop.getByText(`湖南省 / ${PLATFORM}`)).toBeVisible();
    await joinAs(desktop);
  });

  test('somebody is taken off with a reason, but never the last administrator', async ({ page, context }) => {
    test.skip(isPhone(), 'the layout makes no difference');
    await setUpPlatform(page);
    const admin = await tabOf(context, 'admin', '/admin/staff');
    await admin.getByRole('button', { name: '移除王德明' }).click();
    await dialog(admin).getByRole('button', { name: '移除' }).click();
    await expect(admin.getByText('请写明原因', { exact: false })).toBeVisible();
    await dialog(admin).getByLabel('原因').fill('任期已满');
    await dialog(admin).getByRole('button', { name: '移除' }).click();
    await typePin(admin, '输入您的工作 PIN 码', PINS.staff);
    await expect(admin.getByText('原因：任期已满', { exact: false })).toBeVisible();

    await expect(admin.getByRole('button', { name: '移除陈静' })).toBeDisabled();
    await expect(admin.getByText('唯一的管理员不能移除', { exact: false })).toBeVisible();
  });
});

test.describe('reviewing suppliers', () => {
  test.skip(() => test.info().project.name !== 'desktop', 'on a phone a case is chosen from the queue first');

  test('rejects with a reason, approves what is submitted again, and the tour follows', async ({
    page,
    context,
  }) => {
    await setUpPlatform(page);
    const supplier = await submitSupplier(context);
    await expect(page.getByText('2 / 16 步')).toBeVisible();

    const admin = await tabOf(context, 'admin', '/admin');
    await admin.getByRole('link', { name: '待审核 1' }).click();
    await expect(admin.getByRole('heading', { name: SUPPLIER.company })).toBeVisible();
    await expect(admin.getByRole('button', { name: '驳回' })).toBeDisabled();
    await admin.getByRole('button', { name: '输入 PIN 码查看' }).click();
    await typePin(admin, '输入您的工作 PIN 码', PINS.staff);
    await expect(admin.getByText(SUPPLIER.mobile)).toBeVisible();
    await expect(admin.getByRole('img', { name: '营业执照' })).toBeVisible();

    await admin.keyboard.press('r');
    await dialog(admin).getByRole('button', { name: '驳回' }).click();
    await expect(dialog(admin).getByText('请填写驳回原因。')).toBeVisible();
    await dialog(admin).getByLabel('驳回原因').fill('营业执照不清晰');
    await dialog(admin).getByRole('button', { name: '驳回' }).click();
    const decided = admin.getByRole('list', { name: '本次已处理' });
    await expect(decided.getByText('已生效', { exact: true })).toBeVisible();
    await expect(admin.getByText('没有待审核的供应商')).toBeVisible();
    await expect(page.getByText('原因：营业执照不清晰')).toBeVisible();
    await expect(page.getByText('1 / 16 步')).toBeVisible();

    await expect(supplier.getByText('营业执照不清晰')).toBeVisible();
    await supplier.getByLabel('法定代表人').fill('王五');
    await supplier.getByRole('button', { name: '提交审核' }).click();

    await expect(admin.getByText('第 2 次提交', { exact: true })).toBeVisible();
    await admin.getByRole('button', { name: SUPPLIER.company }).click();
    await expect(admin.getByText('上次驳回的原因')).toBeVisible();
    // Only what could be looked at can be approved.
    await expect(admin.getByRole('button', { name: '审核通过' })).toBeEnabled();
    await admin.keyboard.press('a');
    await expect(decided.getByText('已生效', { exact: true })).toHaveCount(2);
    await expect(page.getByText('3 / 16 步')).toBeVisible();

    await admin.goto('/admin/suppliers/all?standing=approved');
    await expect(admin.getByRole('list', { name: '全部供应商' }).getByText(SUPPLIER.company)).toBeVisible();
    await admin.getByRole('radio', { name: '已驳回' }).check();
    await expect(admin.getByText('没有这样的供应商')).toBeVisible();
  });

  test('shows who else registered the company, and turns them away', async ({ page, context }) => {
    await setUpPlatform(page);
    const other = await tabOf(context, 'phone', '/register');
    await register(other, { account: 'another2026' });
    await other.close();
    await submitSupplier(context);

    const admin = await tabOf(context, 'admin', '/admin/suppliers');
    const others = admin.getByRole('list', { name: '同一家公司的其他注册' });
    await expect(others.getByRole('listitem')).toHaveCount(1);
    await expect(others).toContainText('another2026');
    await expect(others).toContainText('名称相同');
    await others.getByRole('button', { name: '驳回「', exact: false }).click();
    await dialog(admin).getByRole('button', { name: '驳回注册' }).click();
    await expect(dialog(admin).getByText('请写明原因', { exact: false })).toBeVisible();
    await dialog(admin).getByLabel('原因').fill('致电核实，不是这家公司');
    await dialog(admin).getByRole('button', { name: '驳回注册' }).click();
    await typePin(admin, '输入您的工作 PIN 码', PINS.staff);
    await expect(dialog(admin).getByText('已生效', { exact: true })).toBeVisible();
    await dialog(admin).getByRole('button', { name: '关闭' }).last().click();
    await expect(others.getByText('已驳回')).toBeVisible();
    await expect(others.getByRole('button', { name: '驳回「', exact: false })).toBeHidden();

    await admin.goto('/admin/suppliers/all?standing=rejected');
    await expect(admin.getByText('原因：致电核实，不是这家公司')).toBeVisible();
    await expect(admin.getByRole('button', { name: '驳回「', exact: false })).toBeHidden();
  });
});
