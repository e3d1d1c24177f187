import { beforeEach, describe, expect, it } from 'vitest';
import { memoryKeyStorage } from './storage';
import type { IdleTimer } from './unlocked';
import { Vaults } from './vaults';

const PIN = '839417';
const CHEAP = { name: 'argon2id' as const, memoryKib: 8, passes: 1, lanes: 1 };
const MINUTE = 60_000;
const data = new Uint8Array([1, 2, 3]);

/** A clock and a timer that go only when they are told to. */
class FakeTime implements IdleTimer {
  ms = Date.UTC(2026, 10, 1);
  #pending = new Map<number, { at: number; callback: () => void }>();
  #handles = 0;
  #sleptMs = 0;

  start(callback: () => void, delayMs: number): number {
    this.#pending.set(++this.#handles, { at: this.ms + delayMs, callback });
    return this.#handles;
  }

  stop(handle: unknown): void {
    this.#pending.delete(handle as number);
  }

  get waiting(): number {
    return this.#pending.size;
  }

  /** Timers that slept go on where they stood. */
  wake(): void {
    for (const timer of this.#pending.values()) timer.at += this.#sleptMs;
    this.#sleptMs = 0;
  }

  /** @param asleep timers stand still meanwhile, as on a closed laptop */
  pass(ms: number, { asleep = false } = {}): void {
    const end = this.ms + ms;
    if (asleep) this.#sleptMs += ms;
    for (;;) {
      const due = [...this.#pending].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due || asleep) break;
      this.ms = due[1].at;
      this.#pending.delete(due[0]);
      due[1].callback();
    }
    this.ms = end;
  }
}

let time: FakeTime;
let vaults: Vaults;

beforeEach(() => {
  time = new FakeTime();
  vaults = new Vaults(memoryKeyStorage(), { kdf: CHEAP, now: () => time.ms, timer: time });
});

async function unlockedWithKey() {
  const unlocked = await vaults.create('v', PIN);
  await unlocked.createKey('company', 'p256');
  return unlocked;
}

describe('an unlocked vault', () => {
  it('locks itself five minutes after its last use', async () => {
    const unlocked = await unlockedWithKey();
    time.pass(4 * MINUTE);
    await unlocked.sign('company', data);
    time.pass(4 * MINUTE);
    await unlocked.sign('company', data);
    time.pass(5 * MINUTE - 1);
    expect(unlocked.isLocked).toBe(false);
    time.pass(1);
    expect(unlocked.isLocked).toBe(true);
    await expect(unlocked.sign('company', data)).rejects.toMatchObject({ code: 'vault-locked' });
    await expect(unlocked.createKey('other', 'p256')).rejects.toMatchObject({ code: 'vault-locked' });
    await expect(unlocked.publicKey('company')).rejects.toMatchObject({ code: 'vault-locked' });
    expect(time.waiting).toBe(0);
  });

  it('is locked after the device slept, though no timer ran', async () => {
    const unlocked = await unlockedWithKey();
    time.pass(60 * MINUTE, { asleep: true });
    await expect(unlocked.sign('company', data)).rejects.toMatchObject({ code: 'vault-locked' });
  });

  it('says at once that it is locked when the device wakes up, and drops the keys when it is looked at', async () => {
    const unlocked = await unlockedWithKey();
    let told = 0;
    unlocked.onLock(() => told++);
    unlocked.lockIfIdle();
    expect(unlocked.isLocked).toBe(false);
    time.pass(60 * MINUTE, { asleep: true });
    expect(unlocked.isLocked).toBe(true);
    expect(told).toBe(0);
    unlocked.lockIfIdle();
    expect(told).toBe(1);
  });

  it('drops the keys seconds after the device woke up, where nobody looks', async () => {
    const unlocked = await unlockedWithKey();
    let told = 0;
    unlocked.onLock(() => told++);
    time.pass(60 * MINUTE, { asleep: true });
    time.wake();
    time.pass(6_000);
    expect(told).toBe(1);
    expect(time.waiting).toBe(0);
  });

  it('locks when it is told to and says so once', async () => {
    const unlocked = await unlockedWithKey();
    let told = 0;
    unlocked.onLock(() => told++);
    unlocked.onLock(() => (told += 100))();
    unlocked.lock();
    unlocked.lock();
    expect(told).toBe(1);
    expect(time.waiting).toBe(0);
    await expect(unlocked.sign('company', data)).rejects.toMatchObject({ code: 'vault-locked' });
  });

  it('that is locked while a key is being fetched does not sign with it', async () => {
    const unlocked = await unlockedWithKey();
    const signing = unlocked.sign('company', data);
    unlocked.lock();
    await expect(signing).rejects.toMatchObject({ code: 'vault-locked' });
  });

  it('can be unlocked again by the PIN', async () => {
    (await unlockedWithKey()).lock();
    expect(await (await vaults.unlock('v', PIN)).sign('company', data)).toHaveLength(64);
  });
});
