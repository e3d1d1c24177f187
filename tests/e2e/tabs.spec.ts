/** Several tabs of one workspace: what is locked, deleted or damaged is so in all of them. */
import { expect, test, type Page } from '@playwright/test';
import {
  COMPANY,
  makeTrialIdentity,
  openSample,
  pointAt,
  save,
  saveByDownload,
  seal,
  stamps,
  useTool,
} from './clerk';

test.skip(({ isMobile }) => isMobile, 'the layout makes no difference');

const lockButton = (page: Page) => page.getByRole('button', { name: '立即锁定' });

async function unlockBySealing(page: Page): Promise<void> {
  await openSample(page);
  await useTool(page, '盖章');
  await pointAt(page, 1, 0.5, 0.4);
  await seal(page);
  await save(page);
  await page.getByRole('link', { name: '我的' }).first().click();
  await expect(lockButton(page)).toBeVisible();
}

test('locking in one tab drops the keys in all of them', async ({ page, context }) => {
  const other = await context.newPage();
  for (const tab of [page, other]) await saveByDownload(tab);
  await makeTrialIdentity(page);
  await unlockBySealing(page);
  await unlockBySealing(other);
  await lockButton(page).click();
  await expect(lockButton(page)).toBeHidden();
  await expect(lockButton(other)).toBeHidden();
});

test('an identity that is deleted in one tab is gone from the others, with its seals', async ({
  page,
  context,
}) => {
  await makeTrialIdentity(page);
  const [home, bench] = [await context.newPage(), await context.newPage()];
  await home.goto('/');
  await expect(home.getByRole('heading', { name: COMPANY })).toBeVisible();
  await openSample(bench);
  await useTool(bench, '盖章');
  await pointAt(bench, 1, 0.5, 0.4);
  await expect(stamps(bench, 1)).toHaveCount(1);

  await page.goto('/me');
  await page.getByRole('button', { name: '删除身份' }).click();
  const dialog = page.getByRole('dialog', { name: '删除身份' });
  await dialog.getByLabel(/请输入公司全称/).fill(COMPANY);
  await dialog.getByRole('button', { name: '删除身份' }).click();
  await expect(dialog).toBeHidden();

  await expect(home.getByLabel('公司全称')).toBeVisible();
  await expect(bench.getByText('放置的印章已在另一个窗口中删除')).toBeVisible();
  await expect(stamps(bench, 1)).toHaveCount(0);
  await expect(bench.getByText('本机还没有证书和印章').first()).toBeVisible();
});

test('a seal that is made in one tab can be placed in another, where the work goes on', async ({
  page,
  context,
}) => {
  await makeTrialIdentity(page);
  const bench = await context.newPage();
  await openSample(bench);
  await useTool(bench, '盖章');
  await pointAt(bench, 1, 0.5, 0.4);

  await page.goto('/seals/new?kind=contract');
  await page.getByRole('button', { name: '保存印章' }).click();
  await expect(page.getByRole('heading', { name: '合同专用章' })).toBeVisible();

  await expect(stamps(bench, 1)).toHaveCount(1);
  if (test.info().project.name === 'phone') await bench.getByRole('button', { name: '选择印章' }).click();
  await expect(bench.getByRole('button', { name: '合同专用章' })).toBeVisible();
});

test('an identity whose record is damaged is shown as such, and can be removed', async ({ page }) => {
  await makeTrialIdentity(page);
  await page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('failed'));
      });
    const database = await done(indexedDB.open('suiyin-default'));
    const store = database.transaction('identities', 'readwrite').objectStore('identities');
    const [identity] = (await done(store.getAll())) as { chain: unknown }[];
    await done(store.put({ ...identity, chain: [] }));
    database.close();
  });
  await page.goto('/');
  await expect(page.getByText('本机有 1 个身份的记录已损坏')).toBeVisible();
  await page.getByRole('link', { name: '查看' }).click();
  const entry = page.getByRole('listitem').filter({ hasText: COMPANY });
  await expect(entry.getByText('记录已损坏')).toBeVisible();
  await entry.getByRole('button', { name: '删除损坏的记录' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '删除损坏的记录' }).click();
  await expect(page.getByText(`已从本机删除「${COMPANY}」`)).toBeVisible();
  await expect(page.getByText('记录已损坏')).toHaveCount(0);
  await page.reload();
  await expect(page.getByText('本机还没有身份')).toBeVisible();
});
