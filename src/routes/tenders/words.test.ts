import { describe, expect, it } from 'vitest';
import { PHASES } from '$lib/tender';
import {
  categoryNames,
  instantWord,
  phaseWord,
  quantityText,
  sizeText,
  tenderTime,
  timeUntil,
} from './words';

describe('a tender in words', () => {
  it('has a word of its own for each phase', () => {
    expect(new Set(PHASES.map(phaseWord)).size).toBe(PHASES.length);
    expect(instantWord('bidsUntil')).toBe('投标截止');
  });

  it('has its times in Beijing time, wherever the device is', () => {
    expect(tenderTime(Date.UTC(2026, 11, 5, 6))).toBe('2026年12月5日 14:00');
    expect(tenderTime(Date.UTC(2026, 11, 5, 16))).toBe('2026年12月6日 00:00');
  });

  it('counts days, and seconds on the last one', () => {
    expect(timeUntil(26.5 * 3_600_000)).toBe('1 天 2 小时');
    expect(timeUntil(3_661_001)).toBe('01:01:02');
    expect(timeUntil(0)).toBe('已截止');
  });

  it('has figures as people write them', () => {
    expect(quantityText(12_500)).toBe('12.5');
    expect(sizeText(1_572_864)).toBe('1.5 MB');
    expect(sizeText(10)).toBe('0.1 kB');
  });

  it('says of a category that is gone what is known', () => {
    expect(categoryNames(['a', 'b'], [{ id: 'a', name: '物资采购' }])).toMatch(/^物资采购、.*b/);
  });
});
