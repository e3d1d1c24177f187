const DIGITS = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const UNITS = ['', '拾', '佰', '仟'];

/**
 * An amount of money in Chinese capitals (人民币大写), as 支付结算办法 appendix 1 has it for cheques: `壹佰贰拾叁元肆角伍分`.
 * 整 stands behind 元 and behind 角; a nought between figures is read once; one before 角 may be left out, and is.
 *
 * @param fen whole fen, not negative
 * @throws RangeError for anything else
 */
export function capitals(fen: number): string {
  if (!Number.isSafeInteger(fen) || fen < 0) throw new RangeError(`no amount: ${fen}`);
  const yuan = Math.floor(fen / 100);
  const [jiao, rest] = [Math.floor(fen / 10) % 10, fen % 10];
  const whole = yuan > 0 ? `${integer(yuan)}元` : '';
  if (jiao === 0 && rest === 0) return `${whole || '零元'}整`;
  const tenths = jiao > 0 ? `${DIGITS[jiao]!}角` : whole && '零';
  return whole + tenths + (rest > 0 ? `${DIGITS[rest]!}分` : '整');
}

/** Eights of figures are parted by 亿, fours of them by 万. */
function integer(n: number): string {
  for (const [size, unit] of [
    [1e8, '亿'],
    [1e4, '万'],
  ] as const) {
    if (n < size) continue;
    const rest = n % size;
    const head = integer(Math.floor(n / size)) + unit;
    if (rest === 0) return head;
    return head + (rest < size / 10 ? '零' : '') + integer(rest);
  }
  return upToThousands(n);
}

function upToThousands(n: number): string {
  let text = '';
  let isGap = false;
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(n / 10 ** place) % 10;
    if (digit === 0) {
      isGap = text !== '';
      continue;
    }
    text += (isGap ? '零' : '') + DIGITS[digit]! + UNITS[place]!;
    isGap = false;
  }
  return text;
}
