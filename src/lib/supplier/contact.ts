/** Full-width digits, letters and signs as an input method leaves them, and blanks, are no mistake of a person's. */
export function narrow(typed: string): string {
  return typed
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Zs}+/gu, ' ')
    .trim();
}

/** @returns the eleven digits of a mainland number, or `+` and the number in E.164; undefined for anything else */
export function readMobile(typed: string): string | undefined {
  const digits = narrow(typed).replace(/[ -]/g, '');
  const mainland = /^(?:\+?86|0086)?(1[3-9]\d{9})$/.exec(digits);
  if (mainland) return mainland[1];
  return /^\+(?!86)[1-9]\d{6,14}$/.test(digits) ? digits : undefined;
}

/**
 * @returns area code, number and extension joined by `-` as they are written in China (0731-88904166-8001), a service
 *   number (400-666-3999), or E.164 for other countries; undefined for anything else
 */
export function readLandline(typed: string): string | undefined {
  const text = narrow(typed)
    .replace(/^\((0\d{2,3})\) ?/, '$1-')
    .replace(/[–—]/g, '-')
    .replace(/ ?(?:转|ext\.?|x) ?/i, '-')
    .replace(/ ?- ?| /g, '-')
    .replace(/^(?:\+86|0086)-?(?=[1-9])/, '0');
  // Area codes of Beijing (010) and ten more big cities (02x) have three digits, all others four.
  const local = /^(?:(010|02\d|0[3-9]\d{2})-?)?([2-9]\d{6,7})(?:-(\d{1,6}))?$/.exec(text);
  if (local) return local.slice(1).filter(Boolean).join('-');
  const service = /^([48]00)-?(\d{3})-?(\d{4})$/.exec(text);
  if (service) return service.slice(1).join('-');
  const abroad = text.replace(/-/g, '');
  return /^\+(?!86)[1-9]\d{6,14}$/.test(abroad) ? abroad : undefined;
}

/** Local part and domain in at most 64 and 254 octets (RFC 5321 §4.5.3.1); no quoted local parts: nobody has one. */
export function readEmail(typed: string): string | undefined {
  const text = narrow(typed);
  const [local = '', domain = '', ...more] = text.split('@');
  const sound =
    more.length === 0 &&
    text.length <= 254 &&
    local.length <= 64 &&
    /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/.test(local) &&
    /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/.test(domain);
  return sound ? `${local}@${domain.toLowerCase()}` : undefined;
}

/** @returns 2 to 40 letters, with the dot, space and hyphen that names have between them; undefined for anything else */
export function readPersonName(typed: string): string | undefined {
  const name = narrow(typed)
    .normalize('NFC')
    .replace(/[•・.](?=\p{Script=Han})/gu, '·');
  const { length } = [...name];
  return length >= 2 &&
    length <= 40 &&
    /^\p{L}[\p{L}\p{M}]*(?:[ ·.'’-]{1,2}\p{L}[\p{L}\p{M}]*)*\.?$/u.test(name)
    ? name
    : undefined;
}
