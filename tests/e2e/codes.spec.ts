/** Codes between a desktop and a phone: logging in, and ending it (manual 5). */
import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { nssDatabase, pdfsig, scratch } from '../conformance/verifiers';
import { reach } from './admin-clerk';
import { removeBoundProfile, VIDEO, withBoundPhone } from './bound-profile';
import { openSample, pointAt, save, saveByDownload, useTool } from './clerk';
import {
  answerOf,
  codeOf,
  confirm,
  giveAnswer,
  openLinkOf,
  readText,
  scanPicture,
  showLogin,
} from './code-clerk';
import { filmMovie } from './film';
import { signIn, typePin } from './phone-clerk';
import { setUpPlatform, SUPPLIER, tabOf } from './supplier-clerk';

test.skip(() => test.info().project.name !== 'desktop', 'the code is on a desktop');
test.setTimeout(300_000);
test.afterAll(removeBoundProfile);

async function rootOf(operator: Page): Promise<Buffer> {
  const [download] = await Promise.all([
    operator.waitForEvent('download'),
    operator.getByRole('button', { name: '下载平台根证书（PEM）' }).click(),
  ]);
  const pem = (await readFile(await download.path())).toString();
  return Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
}

async function confirmPlaces(computer: Page): Promise<void> {
  await computer.getByRole('button', { name: '确认位置' }).click();
  await computer.getByRole('button', { name: '确认无误，签章' }).click();
  await expect(computer.getByText('等待手机确认…')).toBeVisible();
}

test('a phone logs a computer in, sees it, and ends it', () =>
  withBoundPhone(async (context, phone) => {
    const page = await tabOf(context, 'admin', '/help');
    const computer = await showLogin(context, 'office-pc');

    await test.step('over the platform, with one number on both screens', async () => {
      await openLinkOf(computer, phone, '登录二维码');
      const number = await phone.locator('.pairing strong').textContent();
      await expect(computer.getByText(number ?? '', { exact: true })).toBeVisible();
      await confirm(phone, '输入 PIN 码并登录');
      await expect(computer.getByRole('heading', { name: '供应商首页' })).toBeVisible({ timeout: 30_000 });
      await expect(phone.getByText('登录成功')).toBeVisible();
    });

    await test.step('the phone lists the computer with its end, and logs it out', async () => {
      await phone.getByRole('link', { name: '已登录的设备' }).click();
      const row = phone.getByRole('listitem').filter({ hasText: '自动结束' });
      await expect(row).toHaveCount(1);
      await row.getByRole('button', { name: '退出登录' }).click();
      await phone.getByRole('dialog').getByRole('button', { name: '退出登录' }).click();
      await expect(row).toHaveCount(0);
      await expect(computer.getByText('本机与账号的关联已结束')).toBeVisible();
    });

    await test.step('without a network the answer is carried by hand, and counts once there is one', async () => {
      const other = await showLogin(context, 'branch-pc');
      const code = await codeOf(other, '登录二维码');
      await reach(page, false);
      await readText(phone, code);
      await confirm(phone, '输入 PIN 码并登录');
      const answer = await answerOf(phone);
      const changed = answer[40] === 'A' ? 'B' : 'A';
      await giveAnswer(other, `${answer.slice(0, 40)}${changed}${answer.slice(41)}`, '用应答码登录');
      await expect(other.getByRole('alert')).toBeVisible();
      await giveAnswer(other, answer, '用应答码登录');
      await expect(other.getByText('应答已收到，等待平台确认…')).toBeVisible();
      await reach(page, true);
      await expect(other.getByRole('heading', { name: '供应商首页' })).toBeVisible({ timeout: 30_000 });
      await expect(other.getByText(SUPPLIER.company).first()).toBeVisible();

      // An answer fits the code that it was given for, and no other.
      const thief = await showLogin(context, 'thief-pc');
      await codeOf(thief, '登录二维码');
      await giveAnswer(thief, answer, '用应答码登录');
      await expect(thief.getByRole('alert')).toBeVisible();
      await expect(thief).toHaveURL(/\/login/);
    });
  }));

test('a computer without a key seals with the seals of a phone', () =>
  withBoundPhone(async (context, phone) => {
    const place = await scratch();
    try {
      const operator = await tabOf(context, 'ca', '/ca/crl');
      await nssDatabase(place.dir, [await rootOf(operator)]);
      const computer = await showLogin(context, 'office-pc');
      await saveByDownload(computer);
      await openSample(computer);
      await computer.getByRole('button', { name: '用手机盖章' }).click();
      await scanPicture(computer, phone, '签章二维码');
      await phone.getByRole('button', { name: '提供印章' }).click();
      await expect(computer.getByText('正在使用手机上的印章')).toBeVisible();
      await useTool(computer, '骑缝章');
      await useTool(computer, '盖章');
      await pointAt(computer, 1, 0.5, 0.4);

      await test.step('what the phone refuses stays as it was', async () => {
        await confirmPlaces(computer);
        await phone.getByRole('button', { name: '拒绝' }).click();
        await expect(computer.getByText('手机上已点「拒绝」')).toBeVisible();
        await computer.getByRole('button', { name: '返回' }).click();
      });

      await test.step('what it confirms is sealed, trusted and valid', async () => {
        await confirmPlaces(computer);
        const order = phone.getByRole('region', { name: '投标文件（示例）.pdf' }).first();
        await expect(order.getByText('10 页', { exact: true })).toBeVisible();
        await expect(order.getByText('文件已传到手机')).toBeVisible();
        await order.getByRole('button', { name: '确认并签章' }).click();
        await typePin(phone, '确认签章');
        await expect(computer.getByRole('heading', { name: '已签章，请保存' })).toBeVisible();
        const { file } = await save(computer);
        await expect(computer.getByText('验证有效')).toBeVisible();
        expect(await pdfsig(file, place.dir)).toMatchObject([
          { valid: true, trusted: true, signer: SUPPLIER.company },
        ]);
        await expect(order.getByText('电脑已收到')).toBeVisible();
      });

      await test.step('a second document goes to the same phone, and is confirmed by itself', async () => {
        await computer.getByRole('button', { name: '再签一个文件' }).click();
        await computer.getByRole('button', { name: '试用示例标书' }).click();
        await expect(computer.getByText('正在使用手机上的印章')).toBeVisible();
        await computer.getByRole('button', { name: '公章', exact: true }).click();
        await pointAt(computer, 1, 0.5, 0.4);
        await confirmPlaces(computer);
        await expect(phone.getByRole('button', { name: '确认并签章' })).toHaveCount(1);
      });
    } finally {
      await place.remove();
    }
  }));

test('what one side gives up is given up on the other, and what was placed outlives the code', () =>
  withBoundPhone(async (context, phone) => {
    const computer = await showLogin(context, 'office-pc');

    await test.step('a login that the phone cancels can be scanned anew; a computer that is loaded anew is missed', async () => {
      await openLinkOf(computer, phone, '登录二维码');
      await expect(computer.getByText('手机已扫码，请核对配对码')).toBeVisible();
      await phone.getByRole('dialog').getByRole('button', { name: '取消' }).click();
      await expect(computer.getByText('手机已取消或离开')).toBeVisible();
      await expect(computer.getByRole('img', { name: '登录二维码' })).toBeVisible();
      await openLinkOf(computer, phone, '登录二维码');
      await expect(computer.getByText('手机已扫码，请核对配对码')).toBeVisible();
      await computer.reload();
      await expect(phone.getByText('电脑已离开')).toBeVisible();
      await expect(phone.getByRole('button', { name: '输入 PIN 码并登录' })).toBeHidden();
    });

    const errors: string[] = [];
    computer.on('pageerror', ({ message }) => errors.push(message));
    await saveByDownload(computer);
    await openSample(computer);
    await computer.getByRole('button', { name: '用手机盖章' }).click();
    await scanPicture(computer, phone, '签章二维码');
    await phone.getByRole('button', { name: '提供印章' }).click();
    await expect(computer.getByText('正在使用手机上的印章')).toBeVisible();
    await useTool(computer, '盖章');
    await pointAt(computer, 1, 0.5, 0.4);

    await test.step('an order that the computer takes back is not signed', async () => {
      await confirmPlaces(computer);
      await expect(phone.getByRole('button', { name: '确认并签章' })).toBeVisible();
      await computer.getByRole('dialog').getByRole('button', { name: '取消' }).click();
      await expect(phone.getByText('电脑已取消', { exact: true })).toBeVisible();
      await expect(phone.getByRole('button', { name: '确认并签章' })).toBeHidden();
    });

    await test.step('whoever leaves the page on the phone is asked first', async () => {
      await phone.getByRole('link', { name: '首页' }).first().click();
      await phone.getByRole('dialog').getByRole('button', { name: '取消' }).click();
      await expect(phone.getByText('已提供「')).toBeVisible();
    });

    await test.step('when the ten minutes are over a new code goes on with what was placed', async () => {
      await computer.clock.setSystemTime(Date.now() + 11 * 60_000);
      await expect(computer.getByText('这次扫码的时间已到')).toBeVisible();
      await computer.clock.setSystemTime(Date.now());
      await computer.getByRole('button', { name: '重新扫码继续' }).click();
      await scanPicture(computer, phone, '签章二维码');
      await phone.getByRole('button', { name: '提供印章' }).click();
      await expect(computer.getByText('正在使用手机上的印章')).toBeVisible();
      await confirmPlaces(computer);
      await expect(phone.getByRole('button', { name: '确认并签章' })).toBeVisible();
      await phone.goto('/phone');
      await expect(computer.getByText('手机已离开签章页面')).toBeVisible();
      await computer.getByRole('button', { name: '返回' }).click();
      await expect(computer.getByText('手机已离开', { exact: true })).toBeVisible();
    });

    await test.step('结束 asks first, and takes the placed seals of the phone away', async () => {
      await computer.getByRole('button', { name: '结束' }).click();
      const asked = computer.getByRole('dialog', { name: '结束用手机盖章？' });
      await asked.getByRole('button', { name: '结束' }).click();
      await expect(computer.getByText('已结束用手机盖章')).toBeVisible();
      await expect(computer.getByText('在另一个窗口中删除')).toHaveCount(0);
      expect(errors).toEqual([]);
    });
  }));

test('with no network at all a document is sealed by codes and cameras', () =>
  withBoundPhone(async (context, phone) => {
    const page = await tabOf(context, 'admin', '/help');
    const computer = await showLogin(context, 'office-pc');
    await reach(page, false);
    await saveByDownload(computer);
    await openSample(computer);
    await computer.getByRole('button', { name: '用手机盖章' }).click();
    await scanPicture(computer, phone, '签章二维码');
    await phone.getByRole('button', { name: '提供印章' }).click();
    await filmMovie(VIDEO, page, phone, '给电脑读取的二维码');
    await computer.getByText('没有网络？用摄像头读取手机上的印章').click();
    await expect(computer.getByText('正在使用手机上的印章')).toBeVisible({ timeout: 60_000 });

    await computer.getByRole('button', { name: '公章', exact: true }).click();
    await pointAt(computer, 1, 0.5, 0.4);
    await computer.getByRole('button', { name: '确认位置' }).click();
    await computer.getByRole('button', { name: '确认无误，签章' }).click();
    await filmMovie(VIDEO, page, computer, '签章请求二维码');
    await phone.getByText('没有网络？扫描电脑上的签章请求').click();
    const order = phone.getByRole('region', { name: '投标文件（示例）.pdf' });
    await expect(order.getByText('10 页', { exact: true })).toBeVisible({ timeout: 60_000 });
    await expect(order.getByText('手机只能签署它的摘要')).toBeVisible();
    await order.getByRole('button', { name: '确认并签章' }).click();
    await typePin(phone, '确认签章');
    // Without a camera a file does.
    const [carried] = await Promise.all([
      phone.waitForEvent('download'),
      phone.getByRole('button', { name: '保存为文件' }).click(),
    ]);
    await computer.getByText('读取手机上的签章').click();
    const input = computer.locator('input[type=file][aria-label="从文件读取"]');
    const mimeType = 'application/octet-stream';
    await input.setInputFiles({ name: '别的.suiyin', mimeType, buffer: Buffer.alloc(99) });
    await expect(computer.getByText('这不是本次操作的内容')).toBeVisible();
    const buffer = await readFile(await carried.path());
    await input.setInputFiles({ name: carried.suggestedFilename(), mimeType, buffer });
    await expect(computer.getByRole('heading', { name: '已签章，请保存' })).toBeVisible({ timeout: 60_000 });
    await save(computer);
    await expect(computer.getByText('验证有效')).toBeVisible();
  }));

test('a picture without a code, and a code that is not ours, are told from each other', async ({ page }) => {
  await setUpPlatform(page);
  await page.goto('/phone/scan?workspace=try-phone');
  await signIn(page);
  await page.goto('/phone/scan');
  // This browser has no camera; the other ways are there all the same.
  await expect(page.getByText('这台设备没有可用的摄像头')).toBeVisible();
  const picture = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 300;
    return canvas.toDataURL('image/png').split(',')[1] ?? '';
  });
  const input = page.locator('input[type=file][accept="image/*"]');
  await input.setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from(picture, 'base64') });
  await expect(page.getByText('这张图片里没有认出二维码')).toBeVisible();
});
