import { expect, test } from 'vitest';
import { expiryOf } from './expiry';

const DAY = 86_400_000;
const END = Date.UTC(2027, 10, 1);

test.each([
  ['a year before', 365 * DAY, { state: 'valid', daysLeft: 365 }],
  ['61 days before', 61 * DAY, { state: 'valid', daysLeft: 61 }],
  ['60 days and a moment before', 60 * DAY + 1, { state: 'valid', daysLeft: 61 }],
  ['60 days before', 60 * DAY, { state: 'expiring', daysLeft: 60 }],
  ['on the last day', DAY - 1, { state: 'expiring', daysLeft: 1 }],
  ['in the last second', 0, { state: 'expiring', daysLeft: 0 }],
  ['after it', -1, { state: 'expired', daysLeft: 0 }],
  ['long after it', -365 * DAY, { state: 'expired', daysLeft: 0 }],
])('%s', (_when, before, expiry) => {
  expect(expiryOf({ notAfter: END }, END - before)).toEqual(expiry);
});
