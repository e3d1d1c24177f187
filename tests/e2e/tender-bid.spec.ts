/** A bid: filled in, sealed, attached, authorised by the phone, changed, sent without a network, withdrawn. */
import { expect, test, type BrowserContext } from '@playwright/test';
import { mustRun, pdfsig } from '../conformance/verifiers';
import { attach, authorise, CODE, fillBid, logIn, makeLetter, openBid, sealFile } from './bid-clerk';
import { removeBoundProfile, withBoundPhone } from './bound-profile';
import { scanPicture } from './code-clerk';
import { SUPPLIER, tabOf } from './supplier-clerk';
import { publishTender, TENDER_PDF } from './tender-clerk';

test.skip(() => test.info().project.name !== 'desktop', 'a desktop with a phone beside it');
test.setTimeout(400_000);
test.afterAll(removeBoundProfile);

const NOTICE = { number: 'YX-2026-007', title: '云溪大道路灯采购', documents: [TENDER_PDF] };

async function publish(context: BrowserContext): Promise<string> {
  const admin = await tabOf(context, 'admin', '/admin');
  return publishTender(admin, NOTICE);
}

test('from the table to the receipt, its change and its withdrawal without a network', async () => {
  await withBoundPhone(async (context, phone) => {
    const tender = await publish(context);
    const desktop = await logIn(context);
    await openBid(desktop, tender);
    const submit = desktop.getByRole('button', { name: '提交投标' });
    await expect(submit).toBeDisabled();
    await expect(desktop.getByText('还没有盖章文件')).toBeVisible();
    await fillBid(desktop, '1000.50');
    await desktop.reload();
    await expect(desktop.getByLabel('单价（元）：')).toHaveValue(/1,?000\.50?/);

    // The letter says what was filled in; it is refused as long as nobody has sealed it.
    const letter = await makeLetter(desktop);
    const { stdout: output } = await mustRun('pdftotext', ['-layout', letter, '-']);
    expect(output).toContain(SUPPLIER.company);
    expect(output.replace(/\s/g, '')).toContain('12,506.25');
    await attach(desktop, letter);
    await expect(desktop.getByText('文件没有盖章。', { exact: false })).toBeVisible();
    const sealed = await sealFile(phone, letter);
    await attach(desktop, sealed);
    await expect(desktop.getByText('1 处印章')).toBeVisible();
    await expect(desktop.getByText('已添加 1 份盖章文件')).toBeVisible();

    await submit.click();
    await authorise(desktop, phone, '¥12,506.25');
    await expect(desktop.getByText('已投标，总价 ¥12,506.25')).toBeVisible();
    await expect(desktop.getByText('按时送达')).toBeVisible();
    const [download] = await Promise.all([
      desktop.waitForEvent('download'),
      desktop.getByRole('button', { name: '保存回执' }).click(),
    ]);
    const receipt = await download.path();
    expect(await pdfsig(receipt)).toMatchObject([{ valid: true }]);
    const receiptText = (await mustRun('pdftotext', [receipt, '-'])).stdout;
    expect(receiptText).toContain(NOTICE.number);
    expect(receiptText).toContain('按时送达');

    await fillBid(desktop, '900');
    await desktop.getByRole('button', { name: '修改投标' }).click();
    await authorise(desktop, phone, '¥11,250.00');
    await expect(desktop.getByText('已投标，总价 ¥11,250.00')).toBeVisible();
    await expect(desktop.getByText('已被后一次取代')).toBeVisible();

    // Nobody else can tell what came in, not even that it was two of one company.
    const admin = await tabOf(context, 'admin', '/admin');
    await admin.goto(`/admin/tenders/detail?id=${tender}`);
    await expect(admin.getByRole('heading', { name: NOTICE.title, level: 1 })).toBeVisible();
    await expect(admin.getByText(SUPPLIER.company)).toHaveCount(0);

    await desktop.getByRole('button', { name: '放弃投标' }).click();
    await desktop.getByRole('dialog').getByRole('button', { name: '放弃投标' }).click();
    await expect(desktop.getByRole('img', { name: CODE })).toBeVisible();
    await authorise(desktop, phone, '放弃投标：此前提交的投标将不再有效');
    await expect(desktop.getByText('已放弃投标', { exact: true })).toBeVisible();
  });
});

test('a phone that says no stops it, and another code goes on', async () => {
  await withBoundPhone(async (context, phone) => {
    const tender = await publish(context);
    const desktop = await logIn(context);
    await openBid(desktop, tender);
    await fillBid(desktop, '1000');
    const sealed = await sealFile(phone, await makeLetter(desktop));
    await attach(desktop, sealed);
    await expect(desktop.getByText('已添加 1 份盖章文件')).toBeVisible();

    // The phone says no: nothing is sent, and another code is there.
    await desktop.getByRole('button', { name: '提交投标' }).click();
    await scanPicture(desktop, phone, CODE);
    await desktop.getByRole('button', { name: '号码一致' }).click();
    await phone.getByRole('button', { name: '拒绝', exact: true }).click();
    await expect(desktop.getByText('手机上拒绝了签名。', { exact: false })).toBeVisible();
    await authorise(desktop, phone, '¥12,500.00');
    await expect(desktop.getByText('已投标，总价 ¥12,500.00')).toBeVisible();
  });
});
