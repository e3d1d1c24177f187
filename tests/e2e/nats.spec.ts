/** A platform on a real nats-server: people whose browsers share nothing else. */
import { nkeys } from '@nats-io/nats-core';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { users } from '../tools/nats-config.js';
import { findNatsServer, startNats, type NatsCluster } from '../tools/nats-server';
import { fillWizard, invite, joinAs, PLATFORM, submitSupplier } from './admin-clerk';
import { approveSupplier } from './operator';
import {
  fillProfile,
  logInAfterRegistering,
  register,
  setUpPlatform,
  SUPPLIER,
  tabOf,
  typeLogin,
} from './supplier-clerk';

const program = findNatsServer();
test.skip(() => program === undefined, 'no nats-server on this machine');
test.skip(() => test.info().project.name !== 'desktop', 'each of them sits at a device of their own kind');
test.setTimeout(240_000);

let servers: NatsCluster;
let adminSeed: string;
test.beforeEach(async () => {
  const key = nkeys.createUser();
  adminSeed = new TextDecoder().decode(key.getSeed());
  servers = await startNats({ program: program ?? '', nodes: 1, extra: users(key.getPublicKey()) });
});
test.afterEach(() => servers?.stop());

const opened: BrowserContext[] = [];
test.afterEach(async () => {
  for (const context of opened.splice(0)) await context.close();
});

/** A browser of somebody else. */
async function deviceOf(page: Page): Promise<Page> {
  const context = await page.context().browser()!.newContext({ locale: 'zh-CN', serviceWorkers: 'block' });
  opened.push(context);
  return context.newPage();
}

/** The administrator founds the platform on the server. @returns the link for other devices */
async function foundOnServer(page: Page): Promise<string> {
  await page.goto('/platforms/new');
  await page.getByRole('radio', { name: '服务器（NATS）' }).check();
  await page.getByLabel('服务器地址').fill(servers.urls[0]!);
  await page.getByLabel('服务器管理凭证').fill(adminSeed);
  await fillWizard(page);
  await expect(page.getByText(servers.urls[0]!)).toBeVisible();
  await page.getByRole('button', { name: '设立平台' }).click();
  await expect(page.getByRole('heading', { name: '平台管理' })).toBeVisible({ timeout: 60_000 });
  await page.goto('/admin/platform');
  await expect(page.getByRole('img', { name: '接入二维码' })).toBeVisible();
  return page.getByLabel('接入链接').inputValue();
}

async function connect(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('button', { name: `选择「${PLATFORM}」` }).click();
  await expect(page.getByText(`当前平台：湖南省 / ${PLATFORM}`)).toBeVisible();
  // What is said after the # does not stay in the address.
  expect(new URL(page.url()).hash).toBe('');
}

async function submitProfile(page: Page): Promise<void> {
  await page.goto('/register');
  await register(page);
  await logInAfterRegistering(page);
  await page.getByRole('link', { name: '完善供应商信息' }).click();
  await fillProfile(page);
  await page.getByRole('checkbox', { name: '物资采购' }).check();
  await page.getByRole('button', { name: '提交审核' }).click();
  await expect(page.getByText('已提交，等待供应商管理员审核')).toBeVisible({ timeout: 60_000 });
}

test('a supplier registers from another device, the server dies and comes back, and the review arrives', async ({
  page,
}) => {
  const link = await foundOnServer(page);
  const supplier = await deviceOf(page);
  await connect(supplier, link);
  await submitProfile(supplier);

  await page.goto('/admin/suppliers');
  await page.getByRole('button', { name: SUPPLIER.company }).click();
  await expect(page.getByRole('heading', { name: SUPPLIER.company })).toBeVisible();
  await servers.nodes[0]!.kill();
  for (const one of [page, supplier]) {
    await expect(one.getByRole('banner').getByText('离线')).toBeVisible({ timeout: 60_000 });
  }
  await servers.nodes[0]!.start();
  for (const one of [page, supplier]) {
    await expect(one.getByRole('banner').getByText('已同步')).toBeVisible({ timeout: 60_000 });
  }
  await approveSupplier(page);
  await expect(supplier.getByText('审核通过').first()).toBeVisible({ timeout: 30_000 });
});

test('a platform is found by the server’s address alone, and by an invitation to its staff', async ({
  page,
}) => {
  await foundOnServer(page);
  const invitation = await invite(page, '评标专家', '王德明');
  const visitor = await deviceOf(page);
  await visitor.goto('/platforms/connect');
  await visitor.getByLabel('接入链接或服务器地址').fill(servers.urls[0]!);
  await visitor.getByRole('button', { name: '查找' }).click();
  await visitor.getByRole('button', { name: `选择「${PLATFORM}」` }).click();
  await expect(visitor.getByText(`当前平台：湖南省 / ${PLATFORM}`)).toBeVisible();
  const expert = await deviceOf(page);
  await expert.goto(invitation);
  await expect(expert.getByText(`湖南省 / ${PLATFORM}`)).toBeVisible();
  await joinAs(expert);
  await expect(page.getByRole('list', { name: '在册人员' }).getByText('王德明')).toBeVisible();
});

test('what cannot be is said before anything is filled in', async ({ page }) => {
  await page.goto('/platforms/new');
  await page.getByRole('radio', { name: '服务器（NATS）' }).check();
  await page.getByLabel('平台名称').fill(PLATFORM);
  await page.getByLabel('所在省份').selectOption('湖南省');
  await page.getByLabel('主办单位').fill('云溪测试有限公司');
  const next = page.getByRole('button', { name: '下一步' });
  await next.click();
  await expect(page.getByText('请填写服务器地址', { exact: false })).toBeVisible();
  await page.getByLabel('服务器地址').fill('ws://10.0.0.1:9222');
  await next.click();
  await expect(page.getByText('这个地址没有加密', { exact: false })).toBeVisible();
  await page.getByLabel('服务器地址').fill(servers.urls[0]!);
  await page.getByLabel('服务器管理凭证').fill('SUABC');
  await next.click();
  await expect(page.getByText('这不是完整的凭证', { exact: false })).toBeVisible();
  await page.getByLabel('服务器管理凭证').fill(new TextDecoder().decode(nkeys.createUser().getSeed()));
  await next.click();
  await expect(page.getByText('服务器不接受这台设备的凭证', { exact: false })).toBeVisible();
  await servers.nodes[0]!.kill();
  await next.click();
  await expect(page.getByText('连不上平台的服务器', { exact: false })).toBeVisible();
  await page.goto('/platforms/connect#n1.e30');
  await expect(page.getByText('这不是完整的接入链接', { exact: false })).toBeVisible();
});

test('a platform of this browser is moved to the server, and another device finds all of it there', async ({
  page,
  context,
}) => {
  await setUpPlatform(page);
  const desktop = await submitSupplier(context);
  const admin = await tabOf(context, 'admin', '/admin/platform');
  await admin.getByRole('button', { name: '移到服务器…' }).click();
  await admin.getByLabel('服务器地址').fill(servers.urls[0]!);
  await admin.getByLabel('服务器管理凭证').fill(adminSeed);
  await admin.getByRole('button', { name: '开始移动' }).click();
  await admin.getByRole('dialog').getByRole('button', { name: '开始移动' }).click();
  await expect(admin.getByText('平台已移到服务器')).toBeVisible({ timeout: 60_000 });
  const link = await admin.getByLabel('接入链接').inputValue();

  // The other workspaces of this browser have followed, and what they write arrives there.
  await desktop.goto('/outbox');
  await expect(desktop.getByText(servers.urls[0]!, { exact: false })).toBeVisible();
  await admin.goto('/admin/suppliers');
  await approveSupplier(admin);
  await expect(desktop.getByRole('banner').getByText('已同步')).toBeVisible();
  const elsewhere = await deviceOf(page);
  await elsewhere.goto(link);
  await elsewhere.getByRole('button', { name: '选择「', exact: false }).click();
  await expect(elsewhere.getByText('当前平台：', { exact: false })).toBeVisible();
  await elsewhere.goto('/login');
  await typeLogin(elsewhere, SUPPLIER.account, SUPPLIER.password);
  await expect(elsewhere.getByRole('heading', { name: '供应商首页' })).toBeVisible({ timeout: 60_000 });
});
