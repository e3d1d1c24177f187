/** A tender from its announcement to its archive: published, bid for, opened, evaluated, awarded, checked by a stranger. */
import { expect, test, type Page } from '@playwright/test';
import { qpdfCheck } from '../conformance/verifiers';
import { PINS, typePin } from './admin-clerk';
import { attach, authorise, fillBid, logIn, makeLetter, openBid, sealFile } from './bid-clerk';
import { removeBoundProfile, withBoundPhone } from './bound-profile';
import { sendAsStranger } from './stranger-clerk';
import { SUPPLIER, tabOf } from './supplier-clerk';
import { minutesFromNow, publishTender, STAFF_PIN, TENDER_PDF } from './tender-clerk';

test.skip(() => test.info().project.name !== 'desktop', 'most of them sit at a desktop');
test.setTimeout(400_000);
test.afterAll(removeBoundProfile);

const NOTICE = { number: 'YX-2026-008', title: '云溪大道路灯采购', documents: [TENDER_PDF] };
/** as the people of a platform that is tried out are named */
const COMMITTEE = ['陈静', '王德明'];
const [, EXPERT] = COMMITTEE;

/** The PIN is asked for once; the key stays open a while then. */
async function staffPin(page: Page): Promise<void> {
  await typePin(page, STAFF_PIN, PINS.staff);
}

async function saved(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return download.path();
}

test('from the announcement to an archive that a stranger verifies', async ({ browser }) => {
  await withBoundPhone(async (context, phone) => {
    const bidsUntil = minutesFromNow(10);
    const at = (ms: number) => context.clock.setSystemTime(bidsUntil + ms);
    const admin = await tabOf(context, 'admin', '/admin');
    const id = await publishTender(admin, {
      ...{ ...NOTICE, committee: COMMITTEE, threshold: 2 },
      criteria: [
        ['价格', 60],
        ['技术', 40],
      ],
      instants: {
        ...{ 提问截止: minutesFromNow(5), 澄清截止: minutesFromNow(6) },
        ...{ 投标截止: bidsUntil, 开标时间: bidsUntil + 60_000 },
      },
    });

    const supplier = await logIn(context);
    await openBid(supplier, id);
    await fillBid(supplier, '1000');
    await attach(supplier, await sealFile(phone, await makeLetter(supplier)));
    await expect(supplier.getByText('已添加 1 份盖章文件')).toBeVisible();
    await supplier.getByRole('button', { name: '提交投标' }).click();
    await authorise(supplier, phone, '¥12,500.00');
    await expect(supplier.getByText('已投标，总价 ¥12,500.00')).toBeVisible();
    await sendAsStranger(supplier, id, false);

    // The deadline is the platform's: after it nothing can be sent.
    await at(1000);
    await supplier.reload();
    await expect(supplier.getByText('投标已截止')).toBeVisible();
    await expect(supplier.getByRole('button', { name: '修改投标' })).toBeHidden();

    const hall = `/tenders/hall?id=${id}`;
    await at(61_000);
    const expert = await tabOf(context, 'expert', '/expert');
    for (const member of [admin, expert]) {
      await member.goto(hall);
      await member.getByRole('button', { name: '提交开标密钥' }).click();
      await staffPin(member);
    }
    await expect(admin.getByText('已提交 2 / 2')).toBeVisible();
    await admin.getByRole('button', { name: '开标', exact: true }).click();
    await expect(admin.getByText('已开标')).toBeVisible({ timeout: 60_000 });
    await supplier.goto(hall);
    await expect(supplier.getByText(SUPPLIER.company).last()).toBeVisible();
    await expect(supplier.getByText('¥12,500.00')).toBeVisible();
    await supplier.getByRole('button', { name: '核对', exact: true }).click();
    await expect(supplier.getByText('开标记录完整、正确')).toBeVisible();

    // Who evaluates says first that nothing binds them to a bidder, then reads and scores.
    const result = `/tenders/result?id=${id}`;
    await admin.goto(result);
    await admin.getByRole('checkbox', { name: EXPERT }).check();
    await admin.getByRole('button', { name: '指定专家' }).click();
    await staffPin(admin);
    await expect(admin.getByText('待声明')).toBeVisible();
    await expect(admin.getByRole('button', { name: '结束评审' })).toBeDisabled();
    await expert.goto(`/expert/tender?id=${id}`);
    await expert.getByRole('radio', { name: '无利益冲突' }).check();
    await expert.getByRole('button', { name: '提交声明' }).click();
    await staffPin(expert);
    await expect(expert.getByRole('heading', { name: SUPPLIER.company })).toBeVisible({ timeout: 60_000 });
    await expert.getByRole('button', { name: '解密附件' }).click();
    await expert.getByRole('button', { name: /解密并核对/ }).click();
    await expect(expert.getByText('与投标人签名的文件一致')).toBeVisible();
    await expect(expert.getByText('有效', { exact: true }).first()).toBeVisible();
    await expert.getByLabel(`${SUPPLIER.company}：价格`, { exact: false }).fill('55.5');
    await expert.getByLabel(`${SUPPLIER.company}：技术`, { exact: false }).fill('38');
    await expert.getByRole('button', { name: '提交评分' }).click();
    await expect(admin.getByText('已评分')).toBeVisible();

    await admin.getByRole('button', { name: '结束评审' }).click();
    await expect(admin.getByRole('heading', { name: '排名' })).toBeVisible();
    await expect(admin.getByText('93.5')).toBeVisible();
    await admin.getByRole('checkbox', { name: `${SUPPLIER.company} 成交` }).check();
    await admin.getByRole('button', { name: '发布成交结果' }).click();
    await admin.getByRole('dialog').getByRole('button', { name: '发布成交结果' }).click();
    await supplier.goto(result);
    await expect(supplier.getByText('贵公司已成交')).toBeVisible();
    expect(await qpdfCheck(await saved(supplier, '下载成交通知书'))).toMatchObject({ clean: true });

    // Nobody's browser: no account, no record, only the file.
    const archive = await saved(supplier, '导出档案');
    const stranger = await browser.newContext();
    try {
      const page = await stranger.newPage();
      await page.goto(new URL('/archive', supplier.url()).href);
      await page.locator('input[type=file]').setInputFiles(archive);
      await expect(page.getByText('全部信封重新开启，与开标记录比对')).toBeVisible({ timeout: 60_000 });
      await expect(page.getByText(SUPPLIER.company).first()).toBeVisible();
      await expect(page.getByText('与开标记录一致').first()).toBeVisible();
    } finally {
      await stranger.close();
    }
  });
});
