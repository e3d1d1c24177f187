import { expect, it } from 'vitest';
import { memoryKeyStorage, utf8, Vaults } from '../keys';
import { Fold } from '../ledger';
import { foundPlatform } from './found-platform';
import { openSealed, sealFor } from './sealed';
import { privateKeyIn } from './staff-keys';
import { DETAILS, ledger, random, START } from './testing';

const kdf = { name: 'argon2id' as const, memoryKib: 8, passes: 1, lanes: 1 };

it('a browser founds a platform and opens what is sealed to its administrator', async () => {
  const storage = memoryKeyStorage();
  const steps = await foundPlatform({
    vaults: new Vaults(storage, { kdf }),
    pins: { staff: '839417', root: '770315', issuing: '802946' },
    details: DETAILS,
    founder: '李管理',
    now: START,
    random,
  });
  const fold = new Fold(ledger, steps.platform);
  const [outcome] = await fold.apply([{ position: 1, receivedAt: START, jws: steps.record.jws }]);
  expect(outcome).toMatchObject({ verdict: 'accepted' });
  for (const vault of steps.keys.vaults) await storage.addVault(vault);
  for (const key of steps.keys.keys) await storage.addKey(key);
  const vault = await new Vaults(storage, { kdf }).unlock(steps.vaultIds.staff, '839417');
  const recipient = fold.state.staff.get(steps.author)?.recipient ?? '';
  const sealed = await sealFor([recipient], utf8('私密'), '用途');
  const key = await privateKeyIn(vault);
  expect(key.extractable).toBe(false);
  expect(await openSealed(key, sealed, '用途')).toEqual(utf8('私密'));
});
