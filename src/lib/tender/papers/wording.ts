import { decodeBase64url } from '../../ledger';
import { yuanText } from '../money-text';

/** How papers write instants, amounts and sizes: they are Chinese documents, whatever the interface's language is. */

/** Procurement in China goes by this zone (北京时间). */
const BEIJING = 'Asia/Shanghai';

const PARTS: Intl.DateTimeFormatOptions = {
  ...{ year: 'numeric', month: '2-digit', day: '2-digit', hourCycle: 'h23' },
  ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'longOffset' },
};

function partsOf(at: number, timeZone: string): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-US', { ...PARTS, timeZone });
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}

/**
 * `2026年11月25日 16:00:00（UTC+08:00）`
 *
 * @param at ms since the epoch
 * @param o.exact with milliseconds; `zone`: false where the zone is told elsewhere
 */
export function instantText(
  at: number,
  o: { timeZone?: string | undefined; exact?: boolean; zone?: boolean } = {},
): string {
  const { year, month, day, hour, minute, second, timeZoneName } = partsOf(at, o.timeZone ?? BEIJING);
  const exact = o.exact ? `.${String(((at % 1000) + 1000) % 1000).padStart(3, '0')}` : '';
  const time = `${year}年${month}月${day}日 ${hour}:${minute}:${second}${exact}`;
  if (o.zone === false) return time;
  // Greenwich's own offset has no digits.
  return `${time}（UTC${timeZoneName === 'GMT' ? '+00:00' : timeZoneName?.replace('GMT', '')}）`;
}

/** `2026年11月25日` */
export function dayText(at: number, timeZone = BEIJING): string {
  const { year, month, day } = partsOf(at, timeZone);
  return `${year}年${month}月${day}日`;
}

/** `1,234,567.89`, of fen. */
export function moneyText(fen: number): string {
  return `${grouped(Math.floor(fen / 100))}${yuanText(fen).slice(-3)}`;
}

/** `12.5`, of thousandths. */
export function quantityText(milli: number): string {
  const rest = String(milli % 1000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return `${grouped(Math.floor(milli / 1000))}${rest && `.${rest}`}`;
}

/** `1,234 字节` */
export function bytesText(bytes: number): string {
  return `${grouped(bytes)} 字节`;
}

/** A digest in hexadecimal, as other programs show it. @param digest base64url */
export function digestText(digest: string): string {
  const bytes = decodeBase64url(digest) ?? new Uint8Array();
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function grouped(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, ',');
}
