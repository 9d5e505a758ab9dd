/** Writes a record under its version. KEYS: records, versions. ARGV: key, the version it replaces or '', version, record. */
export const putRecordScript = `
local stored = redis.call('HGET', KEYS[2], ARGV[1])
if (stored or '') ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[4])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
return 1
`;

/** Keeps a report with the moment at which it came, by the server's own clock. KEYS: reports. ARGV: key, report. */
export const putReportScript = `
local time = redis.call('TIME')
local at = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', at) .. ' ' .. ARGV[2])
return 1
`;
