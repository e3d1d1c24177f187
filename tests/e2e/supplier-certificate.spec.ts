/** The supplier's desktop while a certificate is applied for on the phone, and binding it. */
import { expect, test } from '@playwright/test';
import { reach } from './admin-clerk';
import { openSample } from './clerk';
import { answerOf, codeOf, confirm, giveAnswer, readText } from './code-clerk';
import { approve, approveSupplier, issue, reject } from './operator';
import { fillEnterprise, fillPerson, goToPin, install, pay, signIn, submit, typeNewPin } from './phone-clerk';
import {
  fillProfile,
  logInAfterRegistering,
  register,
  setUpPlatform,
  SUPPLIER,
  tabOf,
  typeLogin,
} from './supplier-clerk';

test.skip(() => test.info().project.name !== 'desktop', 'these are the pages of the desktop');

test.beforeEach(({ page }) => setUpPlatform(page));

test('the desktop follows the certificate to its binding, and turns by itself', async ({ context }) => {
  test.setTimeout(240_000);
  const page = await tabOf(context, 'desktop', '/register');
  await register(page);
  await logInAfterRegistering(page);
  await page.getByRole('link', { name: '完善供应商信息' }).click();
  await fillProfile(page);
  await page.getByRole('group', { name: '投标类别' }).getByRole('checkbox').first().check();
  await page.getByRole('button', { name: '提交审核' }).click();
  await expect(page.getByText('已提交，等待供应商管理员审核')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('link', { name: '数字证书办理' }).click();
  await expect(page.getByText('供应商信息尚未审核通过')).toBeVisible();
  await approveSupplier(await tabOf(context, 'admin', '/admin/suppliers'));
  await expect(page.getByText('请经办人在手机上办理')).toBeVisible();

  const operator = await tabOf(context, 'ca', '/ca');
  const phone = await tabOf(context, 'phone', '/phone');
  await signIn(phone);
  await phone.goto('/phone/real-name');
  await fillPerson(phone);
  await submit(phone);
  await approve(operator, 'persons');
  await phone.goto('/phone/enterprise');
  await fillEnterprise(phone);
  await submit(phone);
  await expect(page.getByText('企业实名认证审核中')).toBeVisible();
  await approve(operator, 'enterprises');
  await expect(page.getByText('企业已实名，请在手机上申请证书')).toBeVisible();
  await phone.goto('/phone/apply');
  await goToPin(phone);
  await typeNewPin(phone);
  await expect(page.getByText('已申请，等待缴费')).toBeVisible({ timeout: 30_000 });
  await pay(phone);
  await expect(page.getByText('已缴费，凭证审核中')).toBeVisible();
  await reject(operator, 'vouchers', '转账金额与应付金额不一致。');
  await expect(page.getByText('缴费凭证被驳回')).toBeVisible();
  await expect(page.getByText('原因：转账金额与应付金额不一致。')).toBeVisible();
  await pay(phone);
  await expect(page.getByText('已缴费，凭证审核中')).toBeVisible();
  await approve(operator, 'vouchers');
  await expect(page.getByText('审核通过，等待签发')).toBeVisible();
  await issue(operator);
  await expect(page.getByText('证书已签发，请在手机上安装')).toBeVisible();
  await install(phone);

  const first = await codeOf(page);
  await expect(page.getByRole('timer')).toHaveText(/^(?:10:00|09:\d\d)$/);
  await page.getByRole('button', { name: '刷新二维码' }).click();
  await expect(page.getByRole('textbox', { name: '绑定码' })).not.toHaveValue(first);
  await giveAnswer(page, '这不是应答码');
  await expect(page.getByText('应答码不完整或不正确')).toBeVisible();

  const other = await tabOf(context, 'desktop', '/login');
  await typeLogin(other, SUPPLIER.account, SUPPLIER.password);
  await other.getByRole('link', { name: '绑定数字证书' }).click();
  await codeOf(other);

  // Without a network the answer is carried by hand.
  await reach(page, false);
  await readText(phone, await codeOf(page));
  await confirm(phone);
  const answer = await answerOf(phone);
  // The answer is to this desktop's question and to no other.
  await giveAnswer(other, answer);
  await expect(other.getByRole('alert')).toBeVisible();

  await giveAnswer(page, answer);
  await expect(page.getByText('绑定已保存在本机，联网后送达平台')).toBeVisible();
  await expect(page.getByText('绑定成功')).toBeHidden();
  await reach(page, true);
  await expect(page.getByText('绑定成功', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(other.getByText('绑定成功', { exact: true })).toBeVisible();
  await expect(page.getByText(/剩余 36[345] 天/)).toBeVisible();
  await page.getByRole('link', { name: '首页' }).last().click();
  await expect(page.getByText('全部办理完成，可以参与投标')).toBeVisible();

  // The key is on the phone: that is the way to seal, and a trial certificate is none for a tender.
  await openSample(page);
  await expect(page.getByText('用手机上的证书和印章签章')).toBeVisible();
  await expect(page.getByRole('button', { name: '用手机盖章' })).toHaveCount(1);
});
