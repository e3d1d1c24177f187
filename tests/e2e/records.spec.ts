/** What was sent from a device, and the audit of all records. */
import { expect, test, type Page } from '@playwright/test';
import { PINS, dialog, typePin, choosePin, reach, foundPlatform, invite, openLink } from './admin-clerk';
import { fillProfile, logInAfterRegistering, register, setUpPlatform, tabOf } from './supplier-clerk';

const isPhone = (): boolean => test.info().project.name === 'phone';

/** Loses the files of what waits in a workspace's outbox, as when somebody clears a part of the browser's data. */
async function loseFiles(page: Page, workspace: string): Promise<void> {
  await page.evaluate(
    (name) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onerror = () => reject(new Error('not opened'));
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('outboxBlobs', 'readwrite');
          transaction.objectStore('outboxBlobs').clear();
          transaction.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    `suiyin-${workspace}`,
  );
}

test.describe('what was sent', () => {
  test('waits while the platform is out of reach, and arrives by itself', async ({ page, context }) => {
    await setUpPlatform(page);
    const admin = await tabOf(context, 'admin', '/admin/platform');
    await expect(admin.getByRole('heading', { name: '收款账户' })).toBeVisible();
    await reach(admin, false);
    await admin.getByRole('button', { name: '修改客服联系方式' }).click();
    await admin.getByLabel('客服电话').fill('0731-12345678');
    await admin.getByRole('button', { name: '保存修改' }).click();
    await typePin(admin, '输入您的工作 PIN 码', PINS.staff);
    await expect(admin.getByText('待上传', { exact: true })).toBeVisible();

    await admin.getByRole('link', { name: '发送记录' }).first().click();
    const sent = admin.getByRole('list', { name: '发送记录' }).getByRole('listitem');
    await expect(sent.first()).toContainText('修改平台信息');
    await expect(sent.first()).toContainText('待上传');
    await expect(admin.getByText('有 1 项已保存在本机', { exact: false })).toBeVisible();
    await admin.reload();
    await expect(sent.first()).toContainText('待上传');

    await admin.getByRole('button', { name: '打开连接' }).first().click();
    await expect(sent.first()).toContainText('已生效');
    await expect(admin.getByText('全部内容都已送达平台。')).toBeVisible();
    await admin.getByRole('button', { name: '模拟断网' }).click();
    await expect(admin.getByRole('button', { name: '模拟断网' })).toBeHidden();
    await admin.getByRole('button', { name: '打开连接' }).last().click();
    await expect(admin.getByRole('button', { name: '模拟断网' })).toBeVisible();
  });
});

test('what cannot be sent is told of, tried again, and given up', async ({ page, context }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await setUpPlatform(page);
  const desktop = await tabOf(context, 'desktop', '/register');
  await register(desktop);
  await logInAfterRegistering(desktop);
  await desktop.getByRole('link', { name: '完善供应商信息' }).click();
  await reach(desktop, false);
  await fillProfile(desktop);
  await desktop.getByRole('checkbox', { name: '物资采购' }).check();
  await desktop.getByRole('button', { name: '提交审核' }).click();

  const outbox = await tabOf(context, 'desktop', '/outbox');
  const sent = outbox.getByRole('list', { name: '发送记录' }).getByRole('listitem').first();
  await expect(sent).toContainText('提交供应商信息');
  await expect(sent).toContainText('待上传');
  await loseFiles(outbox, 'try-desktop');
  await outbox.getByRole('button', { name: '打开连接' }).first().click();
  await expect(sent).toContainText('平台未接收');
  await expect(sent).toContainText('记录所附的文件已不在本机');
  await sent.getByRole('button', { name: '重试' }).click();
  await expect(sent).toContainText('平台未接收');
  await outbox.getByRole('radio', { name: '未成功' }).check();
  await sent.getByRole('button', { name: '放弃' }).click();
  await dialog(outbox).getByRole('button', { name: '放弃' }).click();
  await expect(outbox.getByText('没有这样的记录。')).toBeVisible();
  await expect(outbox.getByText('全部内容都已送达平台。')).toBeVisible();
});

test.describe('the audit', () => {
  test('shows every record, those that were rejected with the reason, and their bytes', async ({
    page,
    context,
  }) => {
    await setUpPlatform(page);
    const [admin, other] = [
      await tabOf(context, 'admin', '/admin/staff'),
      await tabOf(context, 'desktop', '/audit'),
    ];
    await expect(other.getByRole('list', { name: '记录审计' }).getByRole('listitem')).toHaveCount(6);
    await expect(other.getByText('被拒绝 0 条')).toBeVisible();
    await admin.close();

    const records = other.getByRole('list', { name: '记录审计' }).getByRole('listitem');
    await expect(records.last()).toContainText('设立平台');
    await records.last().locator('summary').click();
    await expect(records.last()).toContainText('"kind": "platform.founded"');
    await records.last().getByRole('button', { name: '只看此人' }).click();
    await expect(other.getByLabel('作者')).toHaveValue(/.{43}/);
    await expect(records.first()).toContainText('陈静');
    await other.getByRole('radio', { name: '被拒绝 0 条' }).check();
    await expect(other.getByText('没有被拒绝的记录', { exact: false })).toBeVisible();
  });

  test('keeps the record of who came second with an invitation', async ({ page, context }) => {
    test.skip(isPhone(), 'the layout makes no difference');
    await foundPlatform(page);
    const link = await invite(page, '评标专家', '王德明');
    const both = [await openLink(context, link, 'first'), await openLink(context, link, 'second')];
    for (const one of both) await expect(one.getByLabel('您的姓名')).toHaveValue('王德明');
    await reach(page, false);
    for (const one of both) {
      await choosePin(one, '工作 PIN 码', PINS.staff);
      await one.getByRole('button', { name: '加入', exact: true }).click();
      await expect(one.getByText('待上传', { exact: true })).toBeVisible();
    }
    await reach(page, true);
    await page.goto('/audit');
    await page.getByRole('radio', { name: '被拒绝 1 条' }).check();
    const records = page.getByRole('list', { name: '记录审计' }).getByRole('listitem');
    await expect(records).toHaveCount(1);
    await expect(records.first()).toContainText('加入工作人员');
    await expect(records.first()).toContainText('邀请已被使用过');
    await records.first().locator('summary').click();
    await expect(records.first()).toContainText('not-permitted: used-already');
    const told = both.map((one) =>
      one.getByText('您已加入平台').or(one.getByText('被拒绝', { exact: true })),
    );
    for (const one of told) await expect(one).toBeVisible();
  });
});

/** Sets a workspace's data back to before its last record, as a restored profile would be. */
async function setBack(page: Page, workspace: string): Promise<void> {
  await page.evaluate(
    (name) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onerror = () => reject(new Error('not opened'));
        opening.onsuccess = () => {
          const database = opening.result;
          const stores = ['outbox', 'records', 'checkpoints'];
          const transaction = database.transaction(stores, 'readwrite');
          for (const store of stores.slice(0, 2)) {
            const last = transaction.objectStore(store).openCursor(null, 'prev');
            last.onsuccess = () => last.result?.delete();
          }
          transaction.objectStore('checkpoints').clear();
          transaction.oncomplete = () => {
            database.close();
            resolve();
          };
        };
      }),
    `suiyin-${workspace}`,
  );
}

test('a device that was set back writes anew what it lost', async ({ page, context }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await foundPlatform(page);
  await invite(page, '评标专家', '王德明');
  await page.close();
  const tab = await context.newPage();
  await tab.goto('/admin/staff');
  await expect(tab.getByRole('list', { name: '未使用的邀请' })).toContainText('王德明');
  await reach(tab, false);
  await setBack(tab, 'default');
  await tab.reload();
  await expect(tab.getByText('没有未使用的邀请', { exact: false })).toBeVisible();
  await tab.getByRole('button', { name: '邀请工作人员' }).click();
  await tab.getByLabel('角色').selectOption({ label: '评标专家' });
  await tab.getByLabel('受邀人').fill('李明');
  await tab.getByRole('button', { name: '生成邀请' }).click();
  await typePin(tab, '输入您的工作 PIN 码', PINS.staff);
  await expect(dialog(tab).getByText('待上传', { exact: true })).toBeVisible();
  await reach(tab, true);
  await expect(dialog(tab).getByText('被拒绝', { exact: true })).toBeVisible();
  await tab.getByRole('button', { name: '我已复制，关闭' }).click();

  await tab.getByRole('navigation', { name: '平台管理' }).getByRole('link', { name: '发送记录' }).click();
  const sent = tab.getByRole('list', { name: '发送记录' }).getByRole('listitem');
  await expect(sent.first()).toContainText('这条记录的位置已被另一条占用');
  await sent.first().getByRole('button', { name: '重新提交' }).click();
  await dialog(tab).getByRole('button', { name: '重新提交' }).click();
  await expect(sent.first()).toContainText('已生效');
  await expect(tab.getByText('这条记录的位置已被另一条占用', { exact: false })).toBeHidden();
  await tab.getByRole('link', { name: '工作人员' }).click();
  await expect(tab.getByRole('list', { name: '未使用的邀请' })).toContainText('李明');
  await tab.getByRole('link', { name: '记录审计' }).click();
  await tab.getByRole('navigation', { name: '平台管理' }).getByRole('link', { name: '概览' }).click();
  await expect(tab.getByRole('heading', { name: '平台管理' })).toBeVisible();
});
