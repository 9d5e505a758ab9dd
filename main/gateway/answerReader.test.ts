import { expect, test } from 'vitest';
import { AnswerReader } from './answerReader.ts';

const KILOBYTE = 1024;

test('an answer that comes in parts is one text, also where a character is cut in two', () => {
  const reader = new AnswerReader();
  const bytes = Buffer.from('{"text":"成功"}');
  expect(reader.take(bytes.subarray(0, 10))).toBe(true);
  expect(reader.take(bytes.subarray(10))).toBe(true);
  expect(reader.text()).toBe('{"text":"成功"}');
});

test('256 KB are an answer in whatever parts they come, one byte more is none', () => {
  const reader = new AnswerReader();
  for (let part = 0; part < 4; part += 1) {
    expect(reader.take(Buffer.alloc(64 * KILOBYTE, 'x'))).toBe(true);
  }
  expect(reader.take(Buffer.alloc(1, 'y'))).toBe(false);
  expect(reader.text(), 'what is too much is not kept').toBe('x'.repeat(256 * KILOBYTE));
  expect(new AnswerReader().take(Buffer.alloc(256 * KILOBYTE + 1))).toBe(false);
});

test('what was cut off is told by its beginning, in whatever parts it came', () => {
  const endless = Buffer.from(`{"error_response":{${' '.repeat(400 * KILOBYTE)}`);
  for (const size of [KILOBYTE, 64 * KILOBYTE, 300 * KILOBYTE, endless.length]) {
    const reader = new AnswerReader();
    let start = 0;
    while (reader.take(endless.subarray(start, start + size))) start += size;
    expect(reader.whyTooLong(), `in parts of ${size}`).toBe('answer-too-long');
    expect(reader.text()).toHaveLength(256 * KILOBYTE);
  }
});
