/** What a CA operator does at the desk, in the words of the interface: steps that several tests share. */
import { expect, type Page } from '@playwright/test';

const PINS = { staff: '246813', issuing: '975310' } as const;
const QUEUES = {
  persons: '个人实名',
  enterprises: '企业实名',
  members: '成员申请',
  vouchers: '缴费凭证',
  issues: '待签发',
} as const;
export type Queue = keyof typeof QUEUES;

/** Answers the question for a PIN. */
export async function typeOperatorPin(page: Page, which: keyof typeof PINS = 'staff'): Promise<void> {
  const name = which === 'staff' ? '输入您的工作 PIN 码' : '输入签发密钥的 PIN 码';
  const asked = page.getByRole('dialog', { name });
  await asked.getByRole('textbox', { name: 'PIN 码' }).fill(PINS[which]);
  await asked.getByRole('button', { name: '确认' }).click();
  await expect(asked).toBeHidden();
}

/** Opens the first case of a queue, and what is encrypted of it. */
export async function openCase(page: Page, queue: Queue): Promise<void> {
  await page.goto(`/ca?queue=${queue}`);
  const cases = page.getByRole('navigation', { name: QUEUES[queue], exact: true });
  await cases.getByRole('button').first().click();
  await page.getByRole('button', { name: '输入 PIN 码查看' }).click();
  await typeOperatorPin(page);
}

/** Waits until the platform has taken the newest decision. */
export async function decided(page: Page, what: string): Promise<void> {
  const line = page.getByRole('list', { name: '刚刚处理的' }).getByRole('listitem').first();
  await expect(line).toContainText(what);
  await expect(line).toContainText('已生效');
}

/** Approves the first case of a queue. */
export async function approve(page: Page, queue: Queue): Promise<void> {
  await openCase(page, queue);
  await page.getByRole('button', { name: '通过', exact: true }).click();
  await decided(page, '：通过');
}

/** Rejects the first case of a queue. */
export async function reject(page: Page, queue: Queue, reason: string): Promise<void> {
  await openCase(page, queue);
  await page.getByRole('button', { name: '驳回', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: '驳回申请' });
  await dialog.getByLabel('驳回原因').fill(reason);
  await dialog.getByRole('button', { name: '驳回', exact: true }).click();
  await decided(page, '：驳回');
}

/** Issues what the first order that is paid for wants. */
export async function issue(page: Page): Promise<void> {
  await openCase(page, 'issues');
  await page.getByRole('button', { name: '签发证书' }).click();
  await typeOperatorPin(page, 'issuing');
  await decided(page, '签发证书');
}

/** An administrator approves the first supplier that waits; their page is open. */
export async function approveSupplier(page: Page): Promise<void> {
  await page.getByRole('button', { name: '输入 PIN 码查看' }).click();
  await typeOperatorPin(page);
  await page.getByRole('button', { name: '审核通过' }).click();
  await expect(page.getByText('已生效').first()).toBeVisible();
}
