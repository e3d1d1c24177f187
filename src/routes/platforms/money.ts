import { getLocale } from '$locale';

/** Fen as yuan, in the way of the person's language. */
export function yuan(fen: number): string {
  const format = new Intl.NumberFormat(getLocale(), { style: 'currency', currency: 'CNY' });
  return format.format(fen / 100);
}
