import { describe, expect, test } from 'vitest';
import { areAlikeWhenCut, cutInside, oneLine, pad, widthOf, wrap } from '../../examples/report/render/width.js';

describe('the width of text in a terminal', () => {
  test('counts two cells for wide characters, none for combining marks', () => {
    expect(widthOf('plan')).toBe(4);
    expect(widthOf('北海道')).toBe(6);
    expect(widthOf('ｶﾅ')).toBe(2);
    expect(widthOf('ＡＢ')).toBe(4);
    expect(widthOf('e\u0301')).toBe(1);
    expect(widthOf('😀')).toBe(2);
  });

  test('pads and cuts by cells', () => {
    expect(pad('東京', 6)).toBe('東京  ');
    expect(pad('12', 4, 'right')).toBe('  12');
    expect(pad('名古屋', 5)).toBe('名古…');
    expect(pad('名古屋', 4)).toBe('名… ');
  });

  test('breaks lines at blanks', () => expect(wrap('one two three', 7)).toEqual(['one two', 'three']));

  test('takes out what would steer the terminal', () => {
    expect(oneLine(' a\u001b[2J\nb\u202ec ')).toBe('a [2J b c');
  });

  test('is cut inside where texts are alike at their beginning', () => {
    const plans = ['定期便プレミアムコース（月額）', '定期便プレミアムコース（年額）'];
    expect(areAlikeWhenCut(plans, 12)).toBe(true);
    expect(areAlikeWhenCut(['basic', 'team'], 12)).toBe(false);
    expect(plans.map((plan) => cutInside(plan, 13))).toEqual(['定期便…月額）', '定期便…年額）']);
    expect(plans.every((plan) => widthOf(cutInside(plan, 12)) <= 12)).toBe(true);
    expect(cutInside('basic', 12)).toBe('basic');
  });
});
