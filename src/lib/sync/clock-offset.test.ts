import { beforeEach, describe, expect, it } from 'vitest';
import { ClockOffset } from './clock-offset';
import { PlatformError } from './error';

const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 1, 9);

/** What is true, what this device's clock says, and what its monotonic clock says. */
let truth: number;
let wall: number;
let monotonic: number;
let answerMs: [there: number, back: number];
let offset: ClockOffset;

function pass(ms: number, o: { asleep?: boolean } = {}): void {
  truth += ms;
  wall += ms;
  if (!o.asleep) monotonic += ms;
}

beforeEach(() => {
  [truth, wall, monotonic, answerMs] = [START, START, 1000, [40, 60]];
  const platform = {
    async time() {
      pass(answerMs[0]);
      const platformTime = truth;
      pass(answerMs[1]);
      return { platformTime, roundTripMs: answerMs[0] + answerMs[1] };
    },
  };
  offset = new ClockOffset(platform, { now: () => wall, monotonic: () => monotonic });
});

function expectRight(): void {
  const now = offset.platformNow();
  expect(now).toBeDefined();
  expect(Math.abs(now!.at - truth)).toBeLessThanOrEqual(now!.uncertaintyMs);
}

describe("the platform's clock", () => {
  it('is not known before the platform was asked', () => {
    expect(offset.platformNow()).toBeUndefined();
    expect(offset.offsetMs).toBeUndefined();
  });

  it.each([
    [50, 50],
    [0, 100],
    [100, 0],
  ])(
    'is known to within half of the answer’s way, which took %i ms there and %i back',
    async (there, back) => {
      answerMs = [there, back];
      expect((await offset.measure()).uncertaintyMs).toBe(50);
      expectRight();
    },
  );

  it.each([-DAY, -1000, 5000, 400 * DAY])('is right on a device whose clock is off by %i ms', async (off) => {
    wall += off;
    await offset.measure();
    expectRight();
    pass(3 * 3_600_000);
    expectRight();
    expect(Math.abs(offset.offsetMs! + off)).toBeLessThanOrEqual(offset.platformNow()!.uncertaintyMs);
  });

  it('stays right when the clock is set back', async () => {
    await offset.measure();
    pass(60_000);
    wall -= DAY;
    expectRight();
    expect(offset.platformNow()!.uncertaintyMs).toBeLessThan(100);
  });

  it('is uncertain, and says so, when the device has slept or its clock was set forward', async () => {
    await offset.measure();
    pass(3_600_000, { asleep: true });
    expectRight();
    expect(offset.platformNow()!.uncertaintyMs).toBeGreaterThan(1_800_000);
    await offset.measure();
    expect(offset.platformNow()!.uncertaintyMs).toBe(50);
    wall += DAY;
    expectRight();
  });

  it('gets less certain with time', async () => {
    await offset.measure();
    pass(DAY);
    expect(offset.platformNow()!.uncertaintyMs).toBeCloseTo(50 + DAY * 100e-6, 6);
  });

  it('is not spoilt by a slow answer', async () => {
    await offset.measure();
    answerMs = [9_000, 100];
    expect((await offset.measure()).uncertaintyMs).toBeLessThan(60);
    expectRight();
    answerMs = [1, 1];
    expect((await offset.measure()).uncertaintyMs).toBe(1);
    expectRight();
  });

  it('follows a platform whose clock was set', async () => {
    await offset.measure();
    truth += DAY;
    answerMs = [300, 300];
    await offset.measure();
    expectRight();
  });

  it('is what it was when the platform does not answer', async () => {
    const dumb = new ClockOffset({ time: () => Promise.reject(new PlatformError('unreachable')) });
    await expect(dumb.measure()).rejects.toMatchObject({ code: 'unreachable' });
    expect(dumb.platformNow()).toBeUndefined();
  });

  it('is measured by the whole call where the platform knows no better', async () => {
    const platform = {
      async time() {
        pass(200);
        return { platformTime: truth, roundTripMs: 0 };
      },
    };
    const own = new ClockOffset(platform, { now: () => wall, monotonic: () => monotonic });
    expect((await own.measure()).uncertaintyMs).toBe(100);
  });
});
