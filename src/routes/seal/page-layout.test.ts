import { expect, test } from 'vitest';
import { PageLayout, zoomStep } from './page-layout';

const A4 = { widthMm: 210, heightMm: 297 };
const viewport = { widthPx: 900, heightPx: 800 };

test('100 % is true size at 96 pixels an inch', () => {
  const layout = new PageLayout([A4, A4], 1, viewport, 20);
  expect(layout.box(0).widthPx).toBeCloseTo(793.7, 1);
  expect(layout.box(1).topPx).toBeCloseTo(20 + 1122.52 + 20, 1);
  expect(layout.heightPx).toBeCloseTo(2 * 1122.52 + 60, 1);
});

test('a whole page fits the window with room around it', () => {
  const box = new PageLayout([A4], 'page', viewport, 20).box(0);
  expect(box.heightPx).toBeCloseTo(760);
  expect(box.leftPx).toBeCloseTo((900 - box.widthPx) / 2);
});

test('a drawing among letters is made to fit, the letters stay as large as they were', () => {
  const drawing = { widthMm: 420, heightMm: 297 };
  const layout = new PageLayout([A4, drawing, A4], 'width', viewport, 20);
  expect(layout.widthPx).toBe(900);
  expect(layout.box(0).widthPx).toBeCloseTo(860);
  expect(layout.box(1).widthPx).toBeCloseTo(860);
  expect(layout.pxPerMm(1)).toBeCloseTo(860 / 420);
  expect(layout.box(2).topPx).toBeCloseTo(20 + layout.box(0).heightPx + 20 + layout.box(1).heightPx + 20);
});

test('a page wider than the window keeps a place to scroll to', () => {
  const layout = new PageLayout([A4], 2, viewport, 20);
  expect(layout.widthPx).toBeCloseTo(1587.4 + 40, 0);
  expect(layout.box(0).leftPx).toBeCloseTo(20);
});

test('finds pages of different heights by position', () => {
  const layout = new PageLayout([A4, { widthMm: 297, heightMm: 210 }, A4], 1, viewport, 10);
  const second = layout.box(1);
  expect(layout.indexAt(second.topPx)).toBe(1);
  expect(layout.indexAt(second.topPx - 0.5)).toBe(0);
  expect(layout.indexAt(-50)).toBe(0);
  expect(layout.indexAt(1e9)).toBe(2);
  expect(layout.between(second.topPx - 100, second.topPx + second.heightPx + 11)).toEqual([0, 1, 2]);
});

test('only what shows is listed of a thousand pages', () => {
  const layout = new PageLayout(
    Array.from({ length: 1000 }, () => A4),
    'page',
    viewport,
    20,
  );
  expect(layout.between(390_030, 390_810)).toEqual([500, 501]);
});

test('zooms through the usual sizes and stops at the ends', () => {
  expect(zoomStep(0.72, 1)).toBe(0.8);
  expect(zoomStep(0.72, -1)).toBe(0.67);
  expect(zoomStep(1, 1)).toBe(1.25);
  expect(zoomStep(6, 1)).toBe(6);
  expect(zoomStep(0.1, -1)).toBe(0.1);
});
