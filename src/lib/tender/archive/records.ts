import * as v from 'valibot';
import { blobChunks } from '../../keys';
import type { OrderedRecord } from '../../ledger';
import { ArchiveError } from './error';
import { RECORDS_PATH } from './manifest';

/** A record has 64 KiB at most; around it stand its place and time. */
const MAX_LINE = 66 * 1024;
/** Records that are given on at once. */
const PAGE = 500;

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const line = v.strictObject({ position: whole, receivedAt: whole, jws: v.string() });

/** A record in a line of its own (https://jsonlines.org). */
export function recordLine({ position, receivedAt, jws }: OrderedRecord): string {
  return JSON.stringify({ position, receivedAt, jws }) + '\n';
}

/**
 * Reads the lines again, a page at a time; nothing is said of what the records say.
 *
 * @throws ArchiveError `damaged`, `too-large`, `records-gap` where they do not follow each other from 1 on
 */
export async function* recordPages(file: Blob, signal?: AbortSignal): AsyncGenerator<OrderedRecord[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let last = 0;
  let page: OrderedRecord[] = [];
  for await (const chunk of blobChunks(file, signal)) {
    const lines = (rest + decoded(decoder, chunk)).split('\n');
    rest = lines.pop()!;
    if (rest.length > MAX_LINE) throw new ArchiveError('too-large', { what: RECORDS_PATH, limit: MAX_LINE });
    for (const text of lines) {
      const record = recordIn(text);
      if (record.position !== last + 1) {
        throw new ArchiveError('records-gap', { expected: last + 1, position: record.position });
      }
      last = record.position;
      page.push(record);
      if (page.length < PAGE) continue;
      yield page;
      page = [];
    }
  }
  if (rest !== '') throw new ArchiveError('damaged', { what: RECORDS_PATH });
  if (page.length > 0) yield page;
}

function decoded(decoder: TextDecoder, chunk: Uint8Array): string {
  try {
    return decoder.decode(chunk, { stream: true });
  } catch (cause) {
    throw new ArchiveError('damaged', { what: RECORDS_PATH }, cause);
  }
}

function recordIn(text: string): OrderedRecord {
  if (text.length > MAX_LINE) throw new ArchiveError('too-large', { what: RECORDS_PATH, limit: MAX_LINE });
  try {
    return v.parse(line, JSON.parse(text));
  } catch (cause) {
    throw new ArchiveError('damaged', { what: RECORDS_PATH }, cause);
  }
}
