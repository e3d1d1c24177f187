import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordId } from '../ledger';
import { invite } from '../platform';
import { openDatabase } from '../store';
import { blobIdOf } from '../sync';
import { foundHere } from './found';
import { Office } from './office';
import { DETAILS, PIN, platforms, ROOT_PIN, workspace } from './testing';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

let count = 0;
let net: ReturnType<typeof platforms>;
let offices: Office[];
let platform: string;
/** of the administrator's device, as it is and as it was */
let names: { now: string; old: string };

beforeEach(async () => {
  net = platforms();
  offices = [];
  names = { now: `copy-${count}`, old: `copy-${count++}-old` };
  const ports = await workspace(names.now, net.directory);
  const pins = { staff: PIN, root: ROOT_PIN };
  platform = await foundHere(ports, { pins, details: DETAILS, founder: '李主任' });
  const administrator = await openOf(names.now);
  await administrator.settled((await administrator.outbox.list())[0]!.id);
  await administrator.deviceDesk();
  await administrator.close();
  await copyDatabase(names.now, names.old);
});

afterEach(async () => {
  await Promise.all(offices.map((office) => office.close()));
  net.close();
});

async function openOf(name: string): Promise<Office> {
  const office = await Office.open(await workspace(name, net.directory), platform);
  offices.push(office);
  return office;
}

/** All that a workspace holds, as a backup of the browser's profile would. */
async function copyDatabase(from: string, to: string): Promise<void> {
  const [source, target] = [await openDatabase(from), await openDatabase(to)];
  for (const table of source.tables) await target.table(table.name).bulkPut(await table.toArray());
  source.close();
  target.close();
}

const inviteBy = async (office: Office, name: string): Promise<RecordId> =>
  (await invite(await office.staffDesk(''), { role: 'expert', name, random })).invitation;

async function reasonsOf(office: Office, ids: readonly RecordId[]): Promise<unknown[]> {
  const entries = await Promise.all(ids.map((id) => office.settled(id)));
  return entries.map((entry) => ('reason' in entry ? entry.reason : entry.state));
}

/** The device writes twice; then the old copy of it writes three times before it hears of that. */
async function fork(): Promise<{ office: Office; lost: RecordId[] }> {
  const first = await openOf(names.now);
  for (const name of ['甲', '乙']) await first.settled(await inviteBy(first, name));
  await first.close();
  net.net.reachable = false;
  const office = await openOf(names.old);
  const lost: RecordId[] = [];
  for (const name of ['丙', '丁', '戊']) lost.push(await inviteBy(office, name));
  net.net.reachable = true;
  office.retryNow();
  return { office, lost };
}

describe('a device that went on from an old copy of its data', () => {
  it('loses what was written in the place of others, and can write again', async () => {
    const { office, lost } = await fork();
    expect(await reasonsOf(office, lost)).toEqual(['duplicate-slot', 'duplicate-slot', 'chain-gap']);
    expect(await office.settled(await inviteBy(office, '己'))).toMatchObject({ state: 'accepted' });
    expect(await office.settled(await inviteBy(office, '庚'))).toMatchObject({ state: 'accepted' });
    expect([...office.state.invitations.values()].map(({ name }) => name)).toEqual(['甲', '乙', '己', '庚']);
  });

  it('writes what was lost anew, once', async () => {
    const { office, lost } = await fork();
    await reasonsOf(office, lost);
    for (const id of lost) {
      const anew = await office.writeAnew(id, '');
      expect(await office.settled(anew)).toMatchObject({ state: 'accepted', kind: 'staff.invited' });
      await expect(office.writeAnew(id, '')).rejects.toMatchObject({ code: 'no-such-entry' });
    }
    const names = [...office.state.invitations.values()].map(({ name }) => name);
    expect(names).toEqual(['甲', '乙', '丙', '丁', '戊']);
    expect(await office.outbox.counts()).toMatchObject({ rejected: 0, refused: 0 });
  });

  it('still knows after another start what can be written anew, and by whom', async () => {
    const { office, lost } = await fork();
    await reasonsOf(office, lost);
    await office.close();
    const again = await openOf(names.old);
    expect(await again.settled(await again.writeAnew(lost[0]!, ''))).toMatchObject({ state: 'accepted' });
    const other = await openDatabase(names.old);
    await other.seats.where('[platform+part]').equals([platform, 'staff']).delete();
    other.close();
    await again.close();
    const without = await openOf(names.old);
    await expect(without.writeAnew(lost[1]!, '')).rejects.toMatchObject({ code: 'author-gone' });
  });

  it('sends the files of what was lost with what is written anew', async () => {
    const first = await openOf(names.now);
    const { writer } = await first.deviceDesk();
    await first.settled(await writer.write('no.such-kind', { n: 1 }));
    await first.close();
    net.net.reachable = false;
    const office = await openOf(names.old);
    const blob = new Blob(['营业执照']);
    const id = await blobIdOf(blob);
    const lost = await (await office.deviceDesk()).writer.write('no.such-kind', { n: 2 }, [{ id, blob }]);
    net.net.reachable = true;
    office.retryNow();
    expect(await reasonsOf(office, [lost])).toEqual(['duplicate-slot']);
    const anew = await office.writeAnew(lost, '');
    expect(await office.outbox.entry(anew)).toMatchObject({ blobs: [id] });
    expect(await office.settled(anew)).toMatchObject({ reason: 'unknown-kind', seq: 1 });
  });
});
