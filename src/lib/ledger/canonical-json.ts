import { LedgerError } from './error';

/** So deep do values nest. Beyond some depth engines run out of stack, each at another one: devices would disagree. */
const MAX_DEPTH = 32;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads JSON in the one spelling that JSON.stringify gives a value. So a payload means the same to every reader: no
 * member twice, no number that a double cannot hold, no second way to write a character, no blanks, no BOM. Refused
 * besides: members named `__proto__`, which would change objects that they are copied into, and halves of surrogate
 * pairs, which are no text.
 *
 * @param what named in the error
 * @throws LedgerError `malformed-json`
 */
export function parseCanonicalJson(bytes: Uint8Array, what: string): unknown {
  let value: unknown;
  try {
    const text = utf8.decode(bytes);
    if (!isFlat(text)) throw new RangeError('nested too deep');
    value = JSON.parse(text);
    if (JSON.stringify(value) !== text) throw new SyntaxError('another spelling');
    // Only these spellings can hide what the walk looks for: any other one was refused above.
    if (text.includes('__proto__') || text.includes('\\ud')) refuseTraps(value);
  } catch (cause) {
    throw new LedgerError('malformed-json', { what }, cause);
  }
  return value;
}

/** Counts brackets before the text is parsed: parsing or writing it may be what overflows. */
function isFlat(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > MAX_DEPTH) return false;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return true;
}

function refuseTraps(value: unknown): void {
  if (typeof value === 'string') refuseHalfPairs(value);
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (name === '__proto__') throw new SyntaxError('__proto__');
    refuseHalfPairs(name);
    refuseTraps(member);
  }
}

function refuseHalfPairs(text: string): void {
  if (/[\ud800-\udfff]/u.test(text)) throw new SyntaxError('half of a surrogate pair');
}
