import { expect, test } from 'vitest';
import { expiryOf } from './expiry';

const DAY = 86_400_000;
const END = Date.UTC(2027, 10, 1);

test.each([
  ['a year before', 365 * DAY, { state: 'valid', daysLeft: 365 }],
  ['31 days before', 31 * DAY, { state: 'valid', daysLeft: 31 }],
  ['30 days and a moment before', 30 * DAY + 1, { state: 'valid', daysLeft: 31 }],
  ['30 days before', 30 * DAY, { state: 'expiring', daysLeft: 30 }],
  ['on the last day', DAY - 1, { state: 'expiring', daysLeft: 1 }],
  ['in the last second', 0, { state: 'expiring', daysLeft: 0 }],
  ['after it', -1, { state: 'expired', daysLeft: 0 }],
  ['long after it', -365 * DAY, { state: 'expired', daysLeft: 0 }],
])('%s', (_when, before, expiry) => {
  expect(expiryOf({ notAfter: END }, END - before)).toEqual(expiry);
});
