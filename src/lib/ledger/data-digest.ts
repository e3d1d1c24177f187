import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../keys';
import { encodeBase64url } from './base64url';
import { LedgerError } from './error';

const MAX_DEPTH = 64;
const CHUNK = 1 << 14;

/**
 * SHA-256, base64url, of data as structured cloning takes it: plain objects, arrays, maps, sets, dates, bytes and
 * primitives. Equal data in equal order has an equal digest, anything else another one.
 *
 * @throws LedgerError `bad-state` for functions, symbols, instances of other classes, and cycles
 */
export function digestOf(data: unknown): string {
  const hash = sha256.create();
  let text = '';
  const put = (token: string): void => {
    text += token;
    if (text.length < CHUNK) return;
    hash.update(utf8(text));
    text = '';
  };
  write(data, put, 0);
  return encodeBase64url(hash.update(utf8(text)).digest());
}

type Put = (token: string) => void;

function write(value: unknown, put: Put, depth: number): void {
  if (depth > MAX_DEPTH) throw new LedgerError('bad-state', { where: 'a cycle' });
  switch (typeof value) {
    case 'string':
      return put(JSON.stringify(value));
    case 'number':
      return put(`${Object.is(value, -0) ? '-0' : value},`);
    case 'bigint':
      return put(`${value}n`);
    case 'boolean':
      return put(value ? 't' : 'f');
    case 'undefined':
      return put('u');
    case 'object':
      return value === null ? put('z') : writeObject(value, put, depth + 1);
    default:
      throw new LedgerError('bad-state', { where: typeof value });
  }
}

function writeObject(value: object, put: Put, depth: number): void {
  if (Array.isArray(value)) {
    put('[');
    for (const item of value as unknown[]) write(item, put, depth);
    return put(']');
  }
  if (value instanceof Map) {
    put('M[');
    for (const [key, item] of value as Map<unknown, unknown>) {
      write(key, put, depth);
      write(item, put, depth);
    }
    return put(']');
  }
  if (value instanceof Set) {
    put('S[');
    for (const item of value as Set<unknown>) write(item, put, depth);
    return put(']');
  }
  if (value instanceof Date) return put(`D${value.getTime()},`);
  if (value instanceof Uint8Array) return put(`B${encodeBase64url(value)},`);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new LedgerError('bad-state', { where: value.constructor.name });
  }
  put('{');
  for (const [key, item] of Object.entries(value)) {
    put(`${JSON.stringify(key)}:`);
    write(item, put, depth);
  }
  put('}');
}
