/** The CA operator's desk: reviews, issuing, revoking and the list of it, and what goes wrong. */
import { readFile, writeFile } from 'node:fs/promises';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { mustRun, run, scratch } from '../conformance/verifiers';
import { approve, decided, openCase, reject, typeOperatorPin } from './operator';
import { setRoom } from './storage-room';
import {
  fillEnterprise,
  fillPerson,
  giveProof,
  goToPin,
  pay,
  signIn,
  submit,
  typeNewPin,
  VOUCHER,
} from './phone-clerk';
import { setUpPlatform, SUPPLIER, tabOf } from './supplier-clerk';

test.skip(() => test.info().project.name !== 'desktop', 'the desk is worked at on a large screen');
test.setTimeout(240_000);

test.beforeEach(({ page }) => setUpPlatform(page));

const count = (page: Page, queue: string) =>
  page.getByRole('navigation', { name: '待办队列' }).getByRole('link', { name: queue });

/** A person's real name is asked for, by whoever sits at this workspace. */
async function askPerson(context: BrowserContext, who: string, mobile?: string): Promise<Page> {
  const phone = await tabOf(context, who, '/phone');
  await signIn(phone, mobile);
  await phone.goto('/phone/real-name');
  await fillPerson(phone);
  await submit(phone);
  await expect(phone.getByText('审核中')).toBeVisible();
  return phone;
}

/** From nothing to an order whose voucher waits. */
async function paidOrder(context: BrowserContext, operator: Page): Promise<Page> {
  const phone = await askPerson(context, 'phone');
  await approve(operator, 'persons');
  await phone.goto('/phone/enterprise');
  await fillEnterprise(phone);
  await submit(phone);
  await expect(phone.getByText('审核中')).toBeVisible();
  await approve(operator, 'enterprises');
  await phone.goto('/phone/apply');
  await goToPin(phone);
  await typeNewPin(phone);
  await expect(phone.getByRole('heading', { name: '上传缴费凭证' })).toBeVisible({ timeout: 30_000 });
  await pay(phone);
  await expect(phone.getByText('凭证审核中')).toBeVisible();
  return phone;
}

/** What a button saves. */
async function saved(page: Page, button: string): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** The platform is out of reach for everybody, or there again. */
async function reach(page: Page, isThere: boolean): Promise<void> {
  await page.evaluate((away) => {
    if (away) localStorage.setItem('suiyin-platform-offline', '1');
    else localStorage.removeItem('suiyin-platform-offline');
    dispatchEvent(new StorageEvent('storage', { key: 'suiyin-platform-offline' }));
  }, !isThere);
}

test('a person is shown after the PIN only, and rejected with a reason only', async ({ context }) => {
  const desk = await tabOf(context, 'ca', '/ca');
  await expect(desk.getByText('没有待办')).toBeVisible();
  const phone = await askPerson(context, 'phone');
  await expect(count(desk, '个人实名')).toContainText('1');
  await expect(desk.getByText('11010519491231002X')).toBeHidden();
  await expect(desk.getByRole('button', { name: '通过', exact: true })).toBeDisabled();
  await desk.keyboard.press('a'); // what nobody has looked at is not approved

  await desk.getByRole('button', { name: '输入 PIN 码查看' }).click();
  const asked = desk.getByRole('dialog', { name: '输入您的工作 PIN 码' });
  await asked.getByRole('textbox', { name: 'PIN 码' }).fill('111222');
  await asked.getByRole('button', { name: '确认' }).click();
  await expect(asked.getByText(/还可尝试 \d+ 次/)).toBeVisible();
  await typeOperatorPin(desk);
  await expect(desk.getByText('11010519491231002X')).toBeVisible();
  await expect(desk.getByText('1949-12-31')).toBeVisible();
  for (const proof of ['身份证人像面', '身份证国徽面', '本人自拍'])
    await expect(desk.getByRole('img', { name: proof })).toBeVisible();
  const larger = desk.getByRole('group', { name: '身份证人像面' }).getByRole('img');
  const before = await larger.boundingBox();
  await desk.getByRole('button', { name: '放大：身份证人像面' }).click();
  await expect.poll(async () => (await larger.boundingBox())?.width).toBeGreaterThan(before!.width);

  await desk.keyboard.press('r');
  const rejecting = desk.getByRole('dialog', { name: '驳回申请' });
  await rejecting.getByRole('button', { name: '驳回', exact: true }).click();
  await expect(rejecting.getByText('请填写驳回原因。')).toBeVisible();
  await rejecting.getByLabel('驳回原因').fill('人像面反光，请重新拍摄。');
  await rejecting.getByRole('button', { name: '驳回', exact: true }).click();
  await decided(desk, '王经办：驳回');
  await expect(desk.getByText('没有待办')).toBeVisible();

  await expect(phone.getByText('人像面反光，请重新拍摄。').first()).toBeVisible();
  await phone.goto('/phone/real-name');
  await expect(phone.getByText('已添加')).toHaveCount(3);
  await submit(phone);
  // The PIN was typed just now: the next case lies open at once.
  await expect(desk.getByText('第 2 次提交')).toBeVisible();
  await expect(desk.getByText('人像面反光，请重新拍摄。')).toBeVisible();
  await expect(desk.getByText('11010519491231002X')).toBeVisible();
  await expect(desk.getByRole('button', { name: '通过', exact: true })).toBeEnabled();
  await desk.keyboard.press('a');
  await decided(desk, '王经办：通过');
  await expect(count(desk, '个人实名')).toContainText('0');
});

test('the keyboard goes through the queue, and a decision waits for the network', async ({ context }) => {
  await askPerson(context, 'phone');
  await askPerson(context, 'desktop', '13900139000');
  const desk = await tabOf(context, 'ca', '/ca');
  const cases = desk.getByRole('navigation', { name: '个人实名', exact: true }).getByRole('button');
  await expect(cases).toHaveCount(2);
  const isCurrent = (index: number) => expect(cases.nth(index)).toHaveAttribute('aria-current', 'true');
  await isCurrent(0);
  await desk.keyboard.press('j');
  await isCurrent(1);
  await desk.keyboard.press('j');
  await isCurrent(1);
  await desk.keyboard.press('k');
  await isCurrent(0);
  await desk.getByRole('button', { name: '输入 PIN 码查看' }).click();
  await typeOperatorPin(desk);
  await expect(desk.getByText('13800138000')).toBeVisible();
  await desk.keyboard.press('j');
  await expect(desk.getByText('13900139000')).toBeVisible();
  await desk.keyboard.press('k');
  await expect(desk.getByRole('img', { name: '本人自拍' })).toBeVisible();

  await reach(desk, false);
  await desk.keyboard.press('a');
  const line = desk.getByRole('list', { name: '刚刚处理的' }).getByRole('listitem');
  await expect(line).toContainText('待上传');
  await expect(line).toContainText('已保存在本机');
  await expect(cases).toHaveCount(1);
  await desk.reload();
  await expect(cases).toHaveCount(1); // it is not offered again
  await reach(desk, true);
  await expect(count(desk, '个人实名')).toContainText('1');
  await expect(desk.getByText('已同步')).toBeVisible();
  await expect(cases).toHaveCount(1);
});

test('a voucher is rejected and replaced, the certificate issued, revoked and on the list', async ({
  context,
}) => {
  const place = await scratch();
  const desk = await tabOf(context, 'ca', '/ca');
  const phone = await paidOrder(context, desk);
  try {
    await reject(desk, 'vouchers', '转账金额与应付金额不一致。');
    await expect(phone.getByText('转账金额与应付金额不一致。').first()).toBeVisible();
    await giveProof(phone, '缴费凭证', VOUCHER);
    await phone.getByRole('button', { name: '提交凭证' }).click();
    await expect(phone.getByText('凭证审核中')).toBeVisible();
    await openCase(desk, 'vouchers');
    await expect(desk.getByText('第 2 次上传')).toBeVisible();
    await expect(desk.getByText('¥200.00').last()).toBeVisible();
    await expect(desk.getByText('转账金额与应付金额不一致。')).toBeVisible();
    await desk.getByRole('button', { name: '通过', exact: true }).click();
    await decided(desk, '：通过');

    await openCase(desk, 'issues');
    await expect(desk.getByText('与实名一致')).toBeVisible();
    await expect(desk.getByRole('img', { name: '公章' })).toBeVisible();
    await desk.getByRole('button', { name: '签发证书' }).click();
    const asked = desk.getByRole('dialog', { name: '输入签发密钥的 PIN 码' });
    await asked.getByRole('button', { name: '关闭' }).click();
    await expect(desk.getByRole('button', { name: '签发证书' })).toBeEnabled(); // nothing has happened
    await desk.getByRole('button', { name: '签发证书' }).click();
    await typeOperatorPin(desk, 'issuing');
    await decided(desk, `签发证书 · ${SUPPLIER.company}（印章 1 枚）`);
    await expect(phone.getByText('待安装')).toBeVisible();

    await expect(desk.getByText('您签发过证书，但还没有发布过吊销列表')).toBeVisible();
    await desk.getByRole('link', { name: '前往发布' }).click();
    await desk.getByRole('button', { name: '发布新的吊销列表' }).click();
    await expect(desk.getByText('没有证书被吊销。')).toBeVisible();
    await writeFile(place.file('root.pem'), (await saved(desk, '下载平台根证书（PEM）')).bytes);
    await writeFile(place.file('issuing.pem'), (await saved(desk, '下载签发证书（PEM）')).bytes);
    const verify = async () => {
      const list = await saved(desk, '下载吊销列表（DER）');
      await writeFile(place.file('list.der'), list.bytes);
      const [der, pem] = [place.file('list.der'), place.file('list.pem')];
      await mustRun('openssl', ['crl', '-inform', 'DER', '-in', der, '-out', pem]);
      const chain = ['-CAfile', place.file('root.pem'), '-untrusted', place.file('issuing.pem')];
      const args = ['verify', '-crl_check', ...chain, '-CRLfile', pem, place.file('certificate.pem')];
      return { ...(await run('openssl', args)), name: list.name };
    };

    await desk.getByRole('link', { name: '证书登记簿' }).click();
    await desk.getByLabel('查找').fill('没有这家');
    await expect(desk.getByText('没有符合条件的记录')).toBeVisible();
    await desk.getByLabel('查找').fill('云溪测试');
    await expect(desk.getByText('共 1 条')).toBeVisible();
    const table = await saved(desk, '导出 CSV');
    expect([...table.bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(table.bytes.toString()).toContain(`,${SUPPLIER.company},${SUPPLIER.creditCode},待安装,`);
    await desk.getByRole('link', { name: SUPPLIER.company }).click();
    await writeFile(place.file('certificate.pem'), (await saved(desk, '下载证书（PEM）')).bytes);
    await expect(desk.getByText('缴费凭证被驳回')).toBeVisible();
    await desk.getByRole('link', { name: '吊销列表' }).click();
    expect(await verify()).toMatchObject({ status: 0, name: '吊销列表-1.crl' });

    await desk.goBack();
    await desk.getByRole('button', { name: '吊销证书' }).click();
    const revoking = desk.getByRole('dialog', { name: `吊销「${SUPPLIER.company}」的证书` });
    await revoking.getByRole('button', { name: '吊销证书' }).click();
    await expect(revoking.getByText('请选择吊销原因。')).toBeVisible();
    await expect(revoking.getByText('请填写情况说明。')).toBeVisible();
    await revoking.getByLabel('吊销原因').selectOption('私钥泄露或手机遗失');
    await revoking.getByLabel('情况说明').fill('持有人书面申请：手机遗失。');
    await revoking.getByRole('checkbox').check();
    await revoking.getByRole('button', { name: '吊销证书' }).click();
    await expect(desk.getByText('还没有列入吊销列表').first()).toBeVisible();
    await desk.getByRole('button', { name: '发布新的吊销列表' }).click();
    await expect(desk.getByText('已列入现行吊销列表。')).toBeVisible();
    await desk
      .getByRole('navigation', { name: '证书服务中心' })
      .getByRole('link', { name: '吊销列表' })
      .click();
    await expect(desk.getByRole('row', { name: SUPPLIER.company })).toContainText('私钥泄露或手机遗失');
    const revoked = await verify();
    expect(revoked.status).not.toBe(0);
    expect(revoked.stdout + revoked.stderr).toContain('certificate revoked');
    expect(revoked.name).toBe('吊销列表-2.crl');

    await desk.getByRole('link', { name: '订单', exact: true }).click();
    await desk.getByLabel('状态').selectOption('待缴费');
    await expect(desk.getByText('没有符合条件的记录')).toBeVisible();
    await desk.getByLabel('状态').selectOption('全部');
    const orders = await saved(desk, '导出 CSV');
    expect(orders.bytes.toString()).toContain(`${SUPPLIER.company},${SUPPLIER.creditCode},新办,1,200,`);
    await desk.getByRole('link', { name: SUPPLIER.company }).click();
    await expect(desk.getByText('证书已吊销')).toBeVisible();
    await expect(desk.getByText('原因：持有人书面申请：手机遗失。')).toBeVisible();
  } finally {
    await place.remove();
  }
});

test('several orders are issued under one PIN, without a seal that is left out', async ({ context }) => {
  const desk = await tabOf(context, 'ca', '/ca');
  await paidOrder(context, desk);
  await approve(desk, 'vouchers');
  const second = await askPerson(context, 'desktop', '13900139000');
  await approve(desk, 'persons');
  await second.goto('/phone/enterprise');
  await fillEnterprise(second);
  await second.getByLabel('企业全称').fill('湖南另一家有限公司');
  await second.getByLabel('统一社会信用代码').fill('91430600MA4L16JJ05');
  await submit(second);
  await expect(second.getByText('审核中')).toBeVisible();
  await approve(desk, 'enterprises');
  await second.goto('/phone/apply');
  await goToPin(second);
  await typeNewPin(second);
  await expect(second.getByRole('heading', { name: '上传缴费凭证' })).toBeVisible({ timeout: 30_000 });
  await pay(second);
  await approve(desk, 'vouchers');

  await desk.goto('/ca?queue=issues');
  await desk.getByRole('button', { name: '一次签发全部 2 件' }).click();
  await typeOperatorPin(desk);
  await expect(desk.getByRole('img', { name: '公章' })).toHaveCount(2);
  await desk.getByRole('checkbox', { name: '公章' }).last().uncheck();
  await setRoom(desk, 1);
  await desk.getByRole('button', { name: '签发所选 2 件' }).click();
  await typeOperatorPin(desk, 'issuing');
  // What was issued before it failed stays issued, and the rest waits.
  await expect(desk.getByText('本机存储空间不足').first()).toBeVisible();
  await expect(desk.getByRole('list', { name: '刚刚处理的' }).getByRole('listitem')).toHaveCount(1);
  await setRoom(desk, Infinity);
  await desk.getByRole('button', { name: '签发所选 1 件' }).click();
  const lines = desk.getByRole('list', { name: '刚刚处理的' }).getByRole('listitem');
  await expect(lines).toHaveCount(2);
  await expect(lines.first()).toContainText('湖南另一家有限公司（印章 0 枚）');
  await expect(lines.last()).toContainText('印章 1 枚');
  await expect(lines.getByText('已生效', { exact: true })).toHaveCount(2);
  await expect(second.getByText('待安装')).toBeVisible();
});

test('experts have a page of their own, and nobody else has it', async ({ context }) => {
  const expert = await tabOf(context, 'expert', '/expert');
  await expect(expert.getByRole('heading', { name: /您好/ })).toBeVisible();
  await expert.goto('/ca');
  await expect(expert.getByText('此页面供证书服务中心工作人员使用')).toBeVisible();
  const desk = await tabOf(context, 'ca', '/expert');
  await expect(desk.getByText('此页面供评标专家使用')).toBeVisible();
});
