import { utf8 } from '../keys';
import { decodeBase64url, encodeBase64url, is32Bytes, type RecordId } from '../ledger';
import type { Challenge } from '../qr';

/** Longer than any answer: what is pasted may be anything. */
const MAX_TEXT = 2000;

/** What a certificate's key signs to answer. */
export function answerStatement(challenge: Challenge): Uint8Array {
  return utf8(`suiyin answer\0${challenge.text}`);
}

/** As whom a computer is logged in, and how long. */
export interface LoginTerms {
  supplier: RecordId;
  /** ms since the epoch, by the platform's clock */
  until: number;
}

/** What a certificate's key signs to log a computer in. */
export function loginStatement(challenge: Challenge, { supplier, until }: LoginTerms): Uint8Array {
  return utf8(`suiyin login\0${challenge.text}\0${supplier}\0${until}`);
}

/** An answer to a login as it travels: `serial.base64url(signature).supplier.until`. */
export function writeLoginAnswer({ supplier, until, ...answer }: Answer & LoginTerms): string {
  return `${writeAnswer(answer)}.${supplier}.${until}`;
}

/** @returns undefined where it is none */
export function readLoginAnswer(text: string): (Answer & LoginTerms) | undefined {
  const parts = text.slice(0, MAX_TEXT).replace(/\s/g, '').split('.');
  const [supplier = '', until = ''] = parts.slice(2);
  const answer = readAnswer(parts.slice(0, 2).join('.'));
  if (!answer || parts.length !== 4 || !is32Bytes(supplier) || !/^\d{1,16}$/.test(until)) return undefined;
  return { ...answer, supplier: supplier as RecordId, until: Number(until) };
}

/** An answer as it travels: `serial.base64url(signature)`. */
export interface Answer {
  /** of the certificate, hexadecimal */
  serial: string;
  /** by the certificate's key over `answerStatement` */
  signature: Uint8Array;
}

export function writeAnswer({ serial, signature }: Answer): string {
  return `${serial}.${encodeBase64url(signature)}`;
}

/** @returns undefined where it is none */
export function readAnswer(text: string): Answer | undefined {
  if (text.length > MAX_TEXT) return undefined;
  const [serial = '', encoded = '', ...more] = text.replace(/\s/g, '').split('.');
  const signature = decodeBase64url(encoded);
  const isAnswer = /^(?:[0-9a-f]{2}){1,20}$/.test(serial) && encoded !== '' && more.length === 0;
  return isAnswer && signature ? { serial, signature } : undefined;
}
