/** A tender from its publication to the award, with its archive, to test what an archive shows. */
import { sha256, utf8 } from '../../keys';
import { defineLedger, encodeBase64url, Fold, type OrderedRecord, type Outcome } from '../../ledger';
import { tenderKinds } from '../kinds';
import { openTender } from '../opening';
import { Hall } from '../opening/testing';
import { encryptFile, newFileKey } from '../secrecy';
import type { TenderState } from '../state';
import { crc32 } from './crc32';
import { exportArchive, type Archive } from './export';
import { MANIFEST_PATH, type Manifest } from './manifest';
import type { PlatformLedger } from './fold-records';
import { readZip } from './zip-read';
import { zipOf } from './zip-write';

export class Ended {
  private constructor(
    readonly hall: Hall,
    readonly ledger: PlatformLedger,
    readonly records: (OrderedRecord & { outcome: Outcome })[],
  ) {}

  /** Two companies bid, one of them changes it, a third comes late; two experts score. */
  static async play(): Promise<Ended> {
    const hall = await Hall.open();
    const { world, tender, companies } = hall;
    const [one, two, three] = companies as [Hall['companies'][0], Hall['companies'][0], Hall['companies'][0]];
    await hall.publish('YX-2026-002');
    hall.state.founded!.id = world.administrator.writer.platform;
    const tell = (who: typeof world.administrator, kind: string, body: object) =>
      world.tell(who, kind, { tender, ...body });
    const document = await hall.keep(new Blob(['技术附件']));
    const documents = [{ name: '附件:一.pdf', blob: document, bytes: 12, type: 'application/pdf' }];
    await tell(world.administrator, 'tender.clarified', { number: 1, text: '功率为 120 W', documents });
    await hall.send(one, { totalFen: 1_300_000 });
    const sealed = await encryptFile(new Blob(['投标函']), await newFileKey());
    const files = [{ name: '投标函.pdf', bytes: 9, blob: await hall.keep(sealed), sha256: 'A'.repeat(43) }];
    await hall.send(two, { files, totalFen: 1_250_000 });
    await hall.send(one, { totalFen: 1_200_000 });
    world.now = hall.tenderOf().schedule.bidsUntil;
    await hall.send(three);
    await hall.gather();
    await tell(world.devices[0]!, 'opening.objected', { text: '请核对供应商名称' });
    const { bids } = await openTender(hall.options());
    const blob = await hall.keep(new Blob(['%PDF 开标记录']));
    await tell(world.administrator, 'opening.recorded', { blob, bids });
    const experts = world.experts.slice(0, 2);
    await tell(world.administrator, 'tender.experts-assigned', { experts: experts.map(({ id }) => id) });
    for (const [n, expert] of experts.entries()) {
      await tell(expert, 'evaluation.declared', { conflict: false, suppliers: [] });
      const scores = bids.flatMap(({ envelope, status, supplier }) => {
        if (status !== 'opened') return [];
        const price = supplier === one.supplier ? 5500 : 5000;
        return [
          { envelope, criterion: 'price', hundredths: price + n },
          { envelope, criterion: 'tech', hundredths: 3000 },
        ];
      });
      await tell(expert, 'evaluation.scored', { scores });
    }
    await tell(world.administrator, 'evaluation.closed', {});
    await tell(world.administrator, 'award.published', {
      winners: [{ supplier: one.supplier, amountFen: 1_200_000 }],
      others: [{ supplier: two.supplier, reason: '得分较低' }],
    });
    await tell(world.devices[1]!, 'opening.objected', { text: '对结果有异议' });
    return new Ended(hall, ledgerOf(hall), await outcomesOf(hall, ledgerOf(hall)));
  }

  export(over: Partial<Parameters<typeof exportArchive>[0]> = {}): Promise<Archive> {
    const { hall, records } = this;
    return exportArchive({
      ...hall.options(),
      platform: hall.world.administrator.writer.platform,
      records: { read: async (after, limit) => records.slice(after, after + Math.min(limit, 7)) },
      summary: new Blob(['<!doctype html><title>档案</title>']),
      now: hall.world.now,
      ...over,
    });
  }
}

/** Who the people are is given in these tests, not written: so it is where the records are folded anew. */
function ledgerOf({ world, state }: Hall): PlatformLedger {
  const { founded, suppliers, certificates } = state;
  const given = { founded: founded!, suppliers, certificates };
  return defineLedger<TenderState>({
    version: 'archive test',
    kinds: tenderKinds,
    initial: () => ({ ...world.ledger.initial(), ...structuredClone(given) }),
  });
}

async function outcomesOf({ world }: Hall, ledger: PlatformLedger) {
  const outcomes = await new Fold(ledger, world.administrator.writer.platform).apply(world.ordered);
  return world.ordered.map((record, n) => ({ ...record, outcome: outcomes[n]! }));
}

/** An archive whose parts somebody has changed; its list is as it was, or made anew by somebody who knows how. */
export async function altered(
  { file }: Archive,
  change: (parts: Map<string, Uint8Array>) => void,
  o: { relist?: boolean } = {},
): Promise<Blob> {
  const parts = new Map<string, Uint8Array>();
  for (const [path, blob] of await readZip(file)) parts.set(path, new Uint8Array(await blob.arrayBuffer()));
  change(parts);
  if (o.relist) await relist(parts);
  const entries = [...parts].map(([path, bytes]) => ({
    ...{ path, blob: new Blob([bytes as Uint8Array<ArrayBuffer>]), crc32: crc32(bytes) },
  }));
  return zipOf(entries, 0);
}

async function relist(parts: Map<string, Uint8Array>): Promise<void> {
  const manifest = JSON.parse(new TextDecoder().decode(parts.get(MANIFEST_PATH))) as Manifest;
  const anew = async <T extends { path: string }>(part: T): Promise<T> => {
    const bytes = parts.get(part.path)!;
    return { ...part, bytes: bytes.length, sha256: encodeBase64url(await sha256(bytes)) };
  };
  manifest.records = await anew(manifest.records);
  manifest.records.count = linesOf(parts).length;
  manifest.files = await Promise.all(manifest.files.filter(({ path }) => parts.has(path)).map(anew));
  parts.set(MANIFEST_PATH, utf8(JSON.stringify(manifest)));
}

/** The lines of the records. */
export function linesOf(parts: Map<string, Uint8Array>): string[] {
  return new TextDecoder().decode(parts.get('records.jsonl')).split('\n').slice(0, -1);
}

export function setLines(parts: Map<string, Uint8Array>, lines: readonly string[]): void {
  parts.set('records.jsonl', utf8(lines.map((line) => line + '\n').join('')));
}

/** Records as they would stand had one never been there: with new places. */
export function renumbered(lines: readonly string[]): string[] {
  return lines.map((line, n) => JSON.stringify({ ...(JSON.parse(line) as object), position: n + 1 }));
}

export function kindIn(line: string): string {
  const { jws } = JSON.parse(line) as { jws: string };
  const payload = Buffer.from(jws.split('.')[1]!, 'base64url').toString();
  return (JSON.parse(payload) as { kind: string }).kind;
}
