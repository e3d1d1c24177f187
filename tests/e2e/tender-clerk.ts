/** What an administrator does with tenders, in the words of the interface: steps that several tests share. */
import { expect, type Page } from '@playwright/test';
import { PINS, typePin } from './admin-clerk';

const BEIJING = 8 * 3_600_000;
/** so many milliseconds later, a full minute: the form takes no seconds */
const MINUTE = 60_000;
/** Asked for the first act after the page was loaded; the key stays open for a while then. */
export const STAFF_PIN = '输入您的工作 PIN 码';

export interface Wanted {
  number: string;
  title: string;
  /** default 物资采购 */
  category?: string;
  /** names of the suppliers that are invited; without it, all can bid */
  invited?: readonly string[];
  items?: readonly { name: string; quantity: string; unit: string; requirement: string; lot?: string }[];
  requirements?: string;
  documents?: readonly { name: string; mimeType: string; buffer: Buffer }[];
  /** a button of the form; default 演练（1 小时） */
  preset?: '21 天（依法必须招标）' | '7 天' | '3 天（询价）' | '演练（1 小时）';
  /** ms since the epoch, full minutes, in place of the preset's */
  instants?: Partial<Record<'提问截止' | '澄清截止' | '投标截止' | '开标时间', number>>;
  /** names and points, which sum to 100; without it the lowest price wins */
  criteria?: readonly (readonly [name: string, points: number])[];
  /** yuan */
  ceiling?: string;
  /** names of the staff that open; default who the form proposes */
  committee?: readonly string[];
  /** so many open; default what the form proposes */
  threshold?: number;
}

export const LAMP: { name: string; quantity: string; unit: string; requirement: string; lot?: string } = {
  name: '路灯',
  quantity: '12.5',
  unit: '盏',
  requirement: '功率 100 W，色温 3000 K',
};

export const TENDER_PDF = {
  name: '招标文件.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
};

/** The next full minute, and so many after it. */
export function minutesFromNow(minutes: number): number {
  return (Math.ceil(Date.now() / MINUTE) + minutes) * MINUTE;
}

/** Types an instant, in Beijing time. */
export async function typeMoment(page: Page, name: string, at: number): Promise<void> {
  const text = new Date(at + BEIJING).toISOString();
  const group = page.getByRole('group', { name, exact: true });
  await group.getByLabel('日期').fill(text.slice(0, 10));
  await group.getByLabel('时刻').fill(text.slice(11, 16));
}

/** Waits until what was typed is on the device. */
export async function draftKept(page: Page): Promise<void> {
  await expect(page.getByText('草稿已保存在本机')).toBeVisible();
}

/** Fills in the form of a new tender, which is open in the page. */
export async function fillTender(page: Page, o: Wanted): Promise<void> {
  await page.getByLabel('项目编号').fill(o.number);
  await page.getByLabel('项目名称').fill(o.title);
  await page.getByRole('checkbox', { name: o.category ?? '物资采购' }).check();
  if (o.ceiling !== undefined) await page.getByLabel('最高限价').fill(o.ceiling);
  if (o.invited) await chooseInvited(page, o.invited);
  for (const [index, item] of (o.items ?? [LAMP]).entries()) {
    const group = page.getByRole('group', { name: `第 ${index + 1} 项` });
    if (index > 0) await page.getByRole('button', { name: '添加一项' }).click();
    await group.getByLabel('名称').fill(item.name);
    await group.getByLabel('数量').fill(item.quantity);
    await group.getByLabel('单位').fill(item.unit);
    if (item.lot !== undefined) await group.getByLabel('标段').fill(item.lot);
    await group.getByLabel('技术参数/具体要求').fill(item.requirement);
  }
  await page
    .getByLabel('技术和商务要求', { exact: true })
    .last()
    .fill(o.requirements ?? '按现行国家标准供货。');
  for (const file of o.documents ?? []) {
    await page.getByLabel('选择文件').setInputFiles(file);
    await expect(page.getByRole('list', { name: '招标文件' }).getByText(file.name)).toBeVisible();
  }
  await page.getByRole('button', { name: o.preset ?? '演练（1 小时）' }).click();
  for (const [name, at] of Object.entries(o.instants ?? {})) await typeMoment(page, name, at);
  if (o.criteria) await fillCriteria(page, o.criteria);
  if (o.committee) await chooseCommittee(page, o.committee);
  if (o.threshold !== undefined) await page.getByLabel('开标人数').selectOption(String(o.threshold));
}

async function chooseInvited(page: Page, names: readonly string[]): Promise<void> {
  await page.getByRole('radio', { name: '邀请招标' }).check();
  for (const name of names) {
    await page.getByLabel('按名称查找供应商').fill(name);
    await page.getByRole('button', { name: `选择 ${name}` }).click();
  }
}

async function fillCriteria(page: Page, criteria: NonNullable<Wanted['criteria']>): Promise<void> {
  await page.getByRole('radio', { name: '综合评分法' }).check();
  while ((await page.getByRole('group', { name: /^评分项 \d/ }).count()) > criteria.length) {
    await page.getByRole('button', { name: '删除评分项 1' }).click();
  }
  for (const [index, [name, points]] of criteria.entries()) {
    const row = page.getByRole('group', { name: `评分项 ${index + 1}`, exact: true });
    if ((await row.count()) === 0) await page.getByRole('button', { name: '添加评分项' }).click();
    await row.getByLabel('评分项', { exact: true }).fill(name);
    await row.getByLabel('分值').fill(String(points));
  }
}

async function chooseCommittee(page: Page, names: readonly string[]): Promise<void> {
  const boxes = page.getByRole('region', { name: '开标小组' }).getByRole('checkbox');
  for (let index = 0; index < (await boxes.count()); index++) await boxes.nth(index).uncheck();
  for (const name of names) await page.getByRole('checkbox', { name: new RegExp(`^${name}（`) }).check();
}

/** From the form to the platform's answer. @returns the tender's id */
export async function previewAndPublish(page: Page): Promise<string> {
  await page.getByRole('button', { name: '预览' }).click();
  await expect(page.getByRole('heading', { name: '预览公告' })).toBeVisible();
  await page.getByRole('button', { name: '发布', exact: true }).click();
  await typePin(page, STAFF_PIN, PINS.staff);
  await page.waitForURL(/\/admin\/tenders\/detail\?id=/);
  return new URL(page.url()).searchParams.get('id')!;
}

/** An administrator's tab publishes a tender; its page is open afterwards. @returns its id */
export async function publishTender(page: Page, o: Wanted): Promise<string> {
  await page.goto('/admin/tenders/new');
  await expect(page.getByLabel('项目编号')).toBeVisible();
  await fillTender(page, o);
  const id = await previewAndPublish(page);
  await expect(page.getByRole('heading', { name: o.title, level: 1 })).toBeVisible({ timeout: 30_000 });
  return id;
}
