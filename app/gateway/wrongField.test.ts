import { expect, test } from 'vitest';
import { namesOperator, wrongField } from './wrongField.ts';

test.each([
  ['isv.invalid-parameter:mobile', '', 'mobile'],
  ['isv.invalid-parameter', '手机号已注销', 'mobile'],
  ['isv.invalid-parameter:outer_id', '参数不合法', 'outerId'],
  ['isv.missing-parameter:outer_type', '缺少 outer_id 的类型', 'outerType'],
  ['', '会员生日格式不正确', 'birthday'],
  ['', '客户姓名含有敏感词', 'name'],
  ['', 'Invalid arguments:name', 'name'],
  ['', '性别取值错误', 'gender'],
  ['', '备注太长', 'remark'],
  ['isv.invalid-shop-name', '门店不存在', null],
  ['isv.file_name-error', '', null],
  ['', '系统繁忙', null],
  ['', '', null],
] as const)('%j %j is about %s', (subCode, text, field) => {
  expect(wrongField({ code: '41', subCode, text })).toBe(field);
});

test('a code names a field more surely than words do', () => {
  expect(
    wrongField({ code: '', subCode: 'isv.invalid:birthday', text: '手机号对应的生日不对' }),
  ).toBe('birthday');
});

test.each([
  ['50', 'isv.invalid-parameter:operator_id', true],
  ['15', 'isv.operator-invalid', true],
  ['50', 'isv.invalid-parameter:outer_id', false],
  ['41', '', false],
] as const)('whether %s %j is about who stood at the till: %s', (code, subCode, is) => {
  expect(namesOperator({ code, subCode })).toBe(is);
});
