/** Figures of folding records. */
import * as v from 'valibot';
import { generateSigningKey, signBytes } from '../../src/lib/keys';
import {
  authorOf,
  Chain,
  defineLedger,
  Fold,
  type OrderedRecord,
  type RecordKind,
} from '../../src/lib/ledger';
import type { Figure } from './figure';
import { median, milliseconds } from './measure';

const PLATFORM = 'bench';
const AUTHORS = 20;
const PER_AUTHOR = 1000;
const RECORDS = AUTHORS * PER_AUTHOR;
const ROUNDS = 3;
const AT = Date.UTC(2026, 10, 1);

interface Orders {
  orders: Map<string, { company: string; years: number; state: string; history: string[] }>;
}

/** As a certificate's order is: some texts, a list, a hash. */
const placed: RecordKind<Orders, { company: string; years: number; voucher: string; remarks: string[] }> = {
  kind: 'order.placed',
  schema: v.strictObject({
    company: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
    years: v.picklist([1, 2, 3, 5]),
    voucher: v.pipe(v.string(), v.length(43)),
    remarks: v.array(v.pipe(v.string(), v.maxLength(200))),
  }),
  authority: ({ orders }, { id }) => (orders.has(id) ? 'placed-already' : undefined),
  reduce: ({ orders }, { id, body, author }) => {
    orders.set(id, { company: body.company, years: body.years, state: 'placed', history: [author] });
  },
};

const ledger = defineLedger<Orders>({
  version: 'bench',
  initial: () => ({ orders: new Map() }),
  kinds: [placed],
});

async function chainOf(author: number): Promise<string[]> {
  const { privateKey, publicKey } = await generateSigningKey('p256');
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
  const chain = new Chain(await authorOf(spki, (data) => signBytes(privateKey, data)), PLATFORM, undefined);
  const written: string[] = [];
  for (let n = 0; n < PER_AUTHOR; n++) {
    const body = {
      company: `云溪测试第${author}有限公司`,
      years: 1,
      voucher: 'A'.repeat(43),
      remarks: [`第${n}次申请`, '请尽快办理'],
    };
    written.push((await chain.write(placed.kind, body, AT + n)).jws);
  }
  return written;
}

let records: Promise<OrderedRecord[]> | undefined;

/** 20,000 records of twenty authors, in turns. */
function makeRecords(): Promise<OrderedRecord[]> {
  records ??= (async () => {
    const chains = await Promise.all(Array.from({ length: AUTHORS }, (_, author) => chainOf(author)));
    return Array.from({ length: RECORDS }, (_, index) => ({
      position: index + 1,
      receivedAt: AT + index,
      jws: chains[index % AUTHORS]?.[Math.floor(index / AUTHORS)] ?? '',
    }));
  })();
  return records;
}

async function recordsPerSecond(name: string, target: string, verified: boolean): Promise<Figure> {
  const given = (await makeRecords()).map((record) => ({ ...record, verified }));
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    times.push(
      await milliseconds(async () => {
        const fold = new Fold(ledger, PLATFORM);
        await fold.apply(given);
        if (fold.state.orders.size !== RECORDS) throw new Error('not every record was accepted');
      }),
    );
  }
  const value = Math.round(RECORDS / (median(times) / 1000));
  return { name, value, unit: 'records/s', against: 'absolute', target };
}

export const figures: Record<string, () => Promise<Figure>> = {
  'ledger.fold': () => recordsPerSecond('ledger.fold', '>= 2000', false),
  'ledger.fold-checked': () => recordsPerSecond('ledger.fold-checked', '>= 20000', true),
};
