import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bytesEqual, sha256, utf8 } from '../../keys';
import { encodeBase64url, type RecordId } from '../../ledger';
import type { OutboxEntry } from '../../sync';
import { newBidDraft } from '../bid-form';
import { decryptFile, openFileKeys } from '../secrecy';
import { openEnvelope } from '../secrecy/envelope';
import { certify, HOUR, NOW, World, type Actor, type Company } from '../testing';
import type { Tender } from '../state';
import { challengeToBid, phoneSigner, readBidOrder, writeBidAnswer } from './authorise';
import { isComplete, missingFrom } from './checklist';
import { bidStanding, followEnvelopes } from './delivered';
import type { AttachedFile, KeptBid, SentEnvelope } from './kept';
import { prepareBid, prepareWithdrawal, sendPrepared, type Bidder, type PreparedBid } from './send';

const CONTENT = utf8('盖了章的投标文件'.repeat(1000));

let company: Company;
let other: Company;
beforeAll(async () => {
  [company, other] = (await certify(
    { name: '云溪第0有限公司', code: '91350100M000100Y43' },
    { name: '云溪第1有限公司', code: '91430600MA4L16JJ05' },
  )) as [Company, Company];
});

let world: World;
let tenderId: RecordId;
let bidder: Bidder;
let written: { files: readonly { id: string; blob: Blob }[] }[];
beforeEach(async () => {
  world = await World.open();
  const { administrator, experts } = world;
  const readers = [administrator, ...experts].map(({ recipient }) => recipient);
  await world.tell(administrator, 'tender.published', world.notice({ readers }));
  expect(world.fate).toBe('accepted');
  tenderId = [...world.fold.state.tenders.keys()][0]!;
  const supplier = [...world.fold.state.suppliers.keys()][0]!;
  bidder = {
    supplier,
    company: company.name,
    creditCode: company.code,
    certificate: company.certificate,
    serial: 'ab',
  };
  written = [];
});

const tender = (): Tender => world.tender(tenderId);

/** A desk of nobody, which keeps the files that go with its record. */
async function nobody(): Promise<{ actor: Actor; desk: ReturnType<World['desk']> }> {
  const actor = await world.stranger();
  const { write } = actor.writer;
  const writer: typeof actor.writer = {
    ...actor.writer,
    write: (kind, body, files = []) => {
      written.push({ files });
      return write(kind, body, files);
    },
  };
  return { actor, desk: { writer, state: world.fold.state, now: world.now } };
}

async function attached(name: string): Promise<AttachedFile> {
  const sum = encodeBase64url(await sha256(CONTENT));
  const file = new Blob([CONTENT]);
  return {
    id: name,
    name,
    bytes: CONTENT.length,
    sha256: sum as AttachedFile['sha256'],
    file,
    pages: 1,
    seals: 1,
  };
}

async function keptBid(): Promise<KeptBid> {
  const form = newBidDraft(tender().items);
  form.rows = form.rows.map((row) => ({
    ...row,
    ...{ response: '满足', deviation: 'none', deliveryDays: 30, unitPriceFen: 10_000 },
  }));
  return { version: 1, form, delivery: '30 天内', files: [await attached('投标函.pdf')], sent: [] };
}

async function send(
  kept: KeptBid,
  action: 'bid' | 'withdraw' = 'bid',
  signer = company.signer,
): Promise<{ record: RecordId; prepared: PreparedBid; actor: Actor }> {
  const { actor, desk } = await nobody();
  const prepared =
    action === 'bid'
      ? await prepareBid(desk, { tender: tender(), bidder, kept })
      : prepareWithdrawal(desk, tender(), bidder);
  const keep = async (sent: SentEnvelope): Promise<void> => void kept.sent.push(sent);
  const record = await sendPrepared(desk, { tender: tender(), prepared, signer, by: 'here', keep });
  return { record, prepared, actor };
}

const openedBody = async (actor: Actor) => {
  const sealed = new Uint8Array(await written.at(-1)!.files.at(-1)!.blob.arrayBuffer());
  const opened = await openEnvelope(sealed, world.administrator.key, { tender: tenderId, author: actor.id });
  if (!('body' in opened)) throw new Error(opened.problem);
  return opened.body;
};

describe('a bid that is sent', () => {
  it('opens after the deadline with its table, total and files, for those who may read them', async () => {
    const kept = await keptBid();
    const { record, actor } = await send(kept);
    expect(world.fate).toBe('accepted');
    expect(tender().envelopes.get(record)).toMatchObject({ blob: kept.sent[0]!.blob });
    const body = await openedBody(actor);
    expect(body).toMatchObject({
      action: 'bid',
      totalFen: 125_000,
      delivery: '30 天内',
      company: company.name,
    });
    expect(JSON.parse(body.table)).toEqual(kept.form);
    const keys = await openFileKeys(body, world.experts[1]!.key);
    const [listed] = body.files;
    const file = written.at(-1)!.files.find(({ id }) => id === listed!.blob)!;
    const plain = await new Response(decryptFile(file.blob, keys.get(listed!.blob)!)).arrayBuffer();
    expect(bytesEqual(new Uint8Array(plain), CONTENT)).toBe(true);
  });

  it('shows neither file nor bidder to whoever has the store', async () => {
    await send(await keptBid());
    for (const { blob } of written.flatMap(({ files }) => files)) {
      const text = new TextDecoder('latin1').decode(await blob.arrayBuffer());
      const needle = new TextDecoder('latin1').decode(CONTENT.subarray(0, 24));
      expect(text).not.toContain(needle);
      expect(text).not.toContain(new TextDecoder('latin1').decode(utf8(company.name)));
    }
  });

  it('is followed by a change that brings the same documents as other files', async () => {
    const kept = await keptBid();
    await send(kept);
    await send(kept);
    const [first, second] = written.map(({ files }) => files.map(({ id }) => id));
    expect(first).toHaveLength(2);
    expect(second!.some((id) => first!.includes(id))).toBe(false);
  });

  it('is told when it is incomplete, and nothing leaves', async () => {
    const kept = await keptBid();
    kept.files = [];
    expect(missingFrom(kept, tender())).toEqual({ table: [], delivery: false, files: true });
    expect(isComplete(missingFrom(kept, tender()))).toBe(false);
    await expect(send(kept)).rejects.toMatchObject({ code: 'incomplete' });
    expect(written).toHaveLength(0);
  });

  it('says which file is gone', async () => {
    const kept = await keptBid();
    const gone = new Blob([CONTENT]);
    gone.slice = () => {
      throw new DOMException('moved', 'NotReadableError');
    };
    kept.files = [{ ...kept.files[0]!, file: gone }];
    await expect(send(kept)).rejects.toMatchObject({ code: 'file-gone', detail: { name: '投标函.pdf' } });
  });

  it('is kept before it leaves', async () => {
    const { desk } = await nobody();
    const prepared = await prepareBid(desk, { tender: tender(), bidder, kept: await keptBid() });
    const keep = () => Promise.reject(new Error('no room'));
    const sending = sendPrepared(desk, {
      tender: tender(),
      prepared,
      signer: company.signer,
      by: 'here',
      keep,
    });
    await expect(sending).rejects.toThrow('no room');
    expect(written).toHaveLength(0);
  });
});

describe('what counts', () => {
  const standing = (kept: KeptBid) =>
    bidStanding(followEnvelopes(kept, world.fold.state, tenderId, []), tender());

  it('is the last that came in time: a bid, its change, its withdrawal, a bid again', async () => {
    const kept = await keptBid();
    expect(standing(kept)).toEqual({ name: 'none' });
    await send(kept);
    await send(kept);
    expect(standing(kept)).toMatchObject({ name: 'bid', by: { blob: kept.sent[1]!.blob } });
    await send(kept, 'withdraw');
    expect(standing(kept)).toMatchObject({ name: 'withdrawn' });
    await send(kept);
    world.now = NOW + 3 * HOUR; // the deadline itself is too late
    const { record } = await send(kept, 'withdraw');
    const followed = followEnvelopes(kept, world.fold.state, tenderId, []);
    expect(followed.at(-1)!.fate).toMatchObject({ state: 'late', record });
    expect(bidStanding(followed, tender())).toMatchObject({ name: 'bid', by: { blob: kept.sent[3]!.blob } });
  });

  it('is not what waits, was refused, or never left', async () => {
    const kept = await keptBid();
    await send(kept);
    const [sent] = kept.sent;
    const entry = (state: string) => ({ id: 'r', blobs: [sent!.blob], state }) as unknown as OutboxEntry;
    const nothing = { tenders: new Map(), envelopeFiles: new Map() };
    const fate = (outbox: OutboxEntry[]) => followEnvelopes(kept, nothing, tenderId, outbox)[0]!.fate;
    expect(fate([entry('sending')])).toEqual({ state: 'waiting', record: 'r' });
    expect(fate([entry('refused')])).toMatchObject({ state: 'refused', record: 'r' });
    expect(fate([])).toEqual({ state: 'lost' });
  });
});

describe('the phone', () => {
  const asked = (answer: (statement: Uint8Array) => Promise<Uint8Array>) =>
    phoneSigner(company.certificate, answer);

  it('signs what the computer has prepared', async () => {
    const kept = await keptBid();
    const signer = asked(async (statement) => writeBidAnswer(await company.signer.sign(statement)));
    const { desk, actor } = await nobody();
    const prepared = await prepareBid(desk, { tender: tender(), bidder, kept });
    const keep = () => Promise.resolve();
    await sendPrepared(desk, { tender: tender(), prepared, signer, by: 'phone', keep });
    expect(await openedBody(actor)).toEqual(prepared.body);
  });

  it.each([
    ['another key', async (data: Uint8Array) => writeBidAnswer(await other.signer.sign(data)), 'bad-answer'],
    ['nonsense', () => Promise.resolve(utf8('好')), 'bad-answer'],
    ['no', () => Promise.resolve(writeBidAnswer(undefined)), 'refused-there'],
  ])('that answers with %s sends nothing', async (_, answer, code) => {
    const { desk } = await nobody();
    const prepared = prepareWithdrawal(desk, tender(), bidder);
    const keep = () => Promise.resolve();
    const sending = sendPrepared(desk, {
      tender: tender(),
      prepared,
      signer: asked(answer),
      by: 'phone',
      keep,
    });
    await expect(sending).rejects.toMatchObject({ code });
    expect(written).toHaveLength(0);
  });

  const statementOf = async (): Promise<Uint8Array> => {
    const { desk } = await nobody();
    const prepared = prepareWithdrawal(desk, tender(), bidder);
    let statement: Uint8Array = utf8('');
    const signer = asked(async (data) => {
      statement = data;
      return writeBidAnswer(await company.signer.sign(data));
    });
    const keep = () => Promise.resolve();
    await sendPrepared(desk, { tender: tender(), prepared, signer, by: 'phone', keep });
    return statement;
  };
  const codeOf = async (by: Actor, about = tenderId) => {
    const o = { platform: 'A'.repeat(43), tender: about, author: by.author, now: NOW };
    return (await challengeToBid(o)).challenge;
  };
  const read = (challenge: Awaited<ReturnType<typeof codeOf>>, statement: Uint8Array) =>
    readBidOrder(challenge, statement, { state: world.fold.state, now: NOW });

  it('reads what it is to sign: of the code’s tender, for an account that the computer is linked to', async () => {
    const statement = await statementOf();
    const body = read(await codeOf(world.devices[0]!), statement);
    expect(body).toMatchObject({ action: 'withdraw', tender: tenderId, company: company.name });
  });

  it('signs nothing else', async () => {
    const statement = await statementOf();
    const code = await codeOf(world.devices[0]!);
    const refused = expect.objectContaining({ code: 'bad-order' });
    const another = await codeOf(world.devices[0]!, [...world.fold.state.suppliers.keys()][0]!);
    expect(() => read(another, statement)).toThrow(refused);
    const stranger = await codeOf(world.devices[1]!);
    expect(() => read(stranger, statement)).toThrow(refused);
    expect(() => read(code, statement.subarray(1))).toThrow(refused);
    expect(() => read(code, utf8('suiyin answer\0'))).toThrow(refused);
  });
});
