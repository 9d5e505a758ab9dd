import {
  CONNECTIONS,
  COUNTER,
  CROWDED,
  DELAY,
  GRACE,
  HELD_REMEMBERED,
  HOLD,
  HORIZON,
  KEPT,
  LEARNED,
  LONGEST_BAN,
  MINUTE,
  NOW,
  SAME_BAN,
  SECOND,
  STEP,
  UNEVEN,
  USED,
  WINDOW,
} from './limits.ts';

/** The server's own clock, in microseconds: all relays go by the same. */
export const SERVER_CLOCK = `
local function clock()
  local time = redis.call('TIME')
  return time[1] * 1000000 + time[2]
end
`;

/**
 * `QuotaSchedule` in Lua, function by function: the same arithmetic on the same doubles. A hash keeps what the class has
 * in its fields. What asks it comes behind it in the same script; in front stand `clock`, and `atMost`: what that says at
 * the most (µs since 1970), or nil.
 */
export const SCHEDULE_LUA = `
local clockSays = clock()
local now = clockSays
local grant = tonumber(ARGV[1])
local names = {'shift', 'tail', 'since', 'left', 'total', 'oldest', 'newest', 'bannedUntil', 'crowdedUntil', 'ceiling',
  'latest', 'ahead', 'begun'}
local was = redis.call('HMGET', KEYS[1], 'server', unpack(names))
local state, stored = {}, {}
for index, name in ipairs(names) do
  stored[name] = tonumber(was[index + 1] or nil)
  state[name] = stored[name]
end
for _, name in ipairs({'shift', 'tail', 'left', 'total', 'oldest', 'newest', 'bannedUntil', 'crowdedUntil', 'latest', 'ahead', 'begun'}) do
  state[name] = state[name] or 0
end

-- A clock that is ahead of all that it can say by what a relay has heard of it was set: for the schedule no such time has passed,
-- nor what was allowed for a delay: a crowd that left a minute ago would be forgotten before it is one.
if atMost ~= nil and now > atMost then state.ahead = state.ahead + atMost - ${DELAY} - now end
-- Another server's clock may be behind, and any may be set back: the schedule's own goes on, else all would wait as long.
now = now + state.ahead
if now < state.latest then
  state.ahead = state.ahead + state.latest - now
  now = state.latest
end
state.latest = now

local function text(number) return string.format('%.17g', number) end
-- A server that is full refuses what a script writes first, and after that nothing: so that is no departure that is forgotten,
-- or calls would pass by turns while no till can be revoked.
redis.call('HSET', KEYS[1], 'latest', text(now))
stored.latest = now
local function milli(micro) return math.ceil(micro / 1000) end

-- departures.ts
local function stepOf(at) return math.floor(at / ${STEP}) end
-- As they are now, each where it was asked for; all of them once a minute was full: then every call of the round looks at each.
local counts, areAll = {}, false
local function countOf(step)
  if counts[step] == nil then
    counts[step] = not areAll and tonumber(redis.call('HGET', KEYS[2], text(step)) or nil) or 0
  end
  return counts[step]
end
local function askForAll()
  if areAll then return end
  local all = redis.call('HGETALL', KEYS[2])
  for index = 1, #all, 2 do counts[tonumber(all[index])] = tonumber(all[index + 1]) end
  areAll = true
end
local function forget()
  local oldest = stepOf(now - ${WINDOW})
  if oldest == state.oldest then return end
  local gone = {}
  if oldest - state.oldest > 1000 then
    for _, step in ipairs(redis.call('HKEYS', KEYS[2])) do
      if tonumber(step) < oldest then gone[#gone + 1] = tonumber(step) end
    end
  else
    for step = state.oldest, oldest - 1 do gone[#gone + 1] = step end
  end
  for _, step in ipairs(gone) do
    local count = countOf(step)
    if count > 0 then
      state.total = state.total - count
      redis.call('HDEL', KEYS[2], text(step))
      counts[step] = 0
    end
  end
  state.oldest = oldest
end
local function depart(at)
  counts[stepOf(at)] = redis.call('HINCRBY', KEYS[2], text(stepOf(at)), 1)
  state.newest = math.max(state.newest, stepOf(at))
  state.total = state.total + 1
  state.left = state.left + 1
end
local function stay(at, isOfNow)
  local step = stepOf(at)
  if step < state.oldest or countOf(step) == 0 then return end
  counts[step] = redis.call('HINCRBY', KEYS[2], text(step), -1)
  if counts[step] == 0 then redis.call('HDEL', KEYS[2], text(step)) end
  state.total = state.total - 1
  if isOfNow then state.left = state.left - 1 end
end
-- All have been asked for.
local function after(at)
  local count = 0
  for step = stepOf(at) + 1, state.newest do count = count + (counts[step] or 0) end
  return count
end
local function withRoom(from, limit, latest)
  if from > latest then return nil end
  if state.total < limit then return from end
  askForAll()
  local first, present, newest = stepOf(from), stepOf(now), state.newest
  local full, count = nil, state.total - after(now)
  local step = present
  -- No further than anybody looks: whatever is counted wrongly, the server has to answer others.
  while step < first or step < newest or (count >= limit and step <= stepOf(latest)) do
    if step >= first and count >= limit then full = step end
    step = step + 1
    count = count + (counts[step] or 0) - (counts[step - ${WINDOW / STEP} - 1] or 0)
  end
  if full == nil then return from end
  local free = (full + 1) * ${STEP}
  if free > latest then return nil end
  return free
end

-- grant.ts
local function rateNow()
  local ceiling = state.ceiling or grant
  if ceiling == nil then return nil end
  local minutes = math.max(0, now - state.bannedUntil) / ${MINUTE}
  if grant ~= nil then return math.min(grant, ceiling + grant * ${LEARNED.backToGrant} * minutes) end
  local step = math.max(${LEARNED.lift} * ceiling, ${LEARNED.liftAtLeast})
  return ceiling + step * math.max(0, minutes - ${LEARNED.quietMinutes})
end
local function banned(seconds)
  local isSame = now < state.bannedUntil + ${SAME_BAN}
  local ceiling = rateNow()
  if ceiling == nil then
    state.ceiling = math.max(${LEARNED.least}, math.floor(state.total * ${LEARNED.ofCount}))
  elseif not isSame then
    state.ceiling = math.max(${LEARNED.leastLowered}, ceiling * ${LEARNED.lowered})
  end
  local till = now + math.min(math.ceil(seconds * ${SECOND}), ${LONGEST_BAN})
  local longer = math.max(0, till - math.max(now, state.bannedUntil))
  state.bannedUntil = math.max(state.bannedUntil, till)
  state.shift = state.shift + longer
end
local function interval(rate) return math.ceil(${MINUTE} / (${USED} * rate)) end

-- One of the two keys alone is none: a server that is short of memory, or somebody, has taken the other.
local isLost = state.total > 0 and redis.call('EXISTS', KEYS[2]) == 0
if isLost or state.since == nil then
  redis.call('DEL', KEYS[2])
  state.total = 0
  state.newest = 0
  -- Which count it is. What was kept before is in another one: in its step are others here.
  state.begun = now
end

-- What this server does not know of may have left in the last minute, or may still be held by a relay.
local server = was[1] or ''
forget()
local rate = rateNow()
if state.since == nil then
  state.since = now
  if rate ~= nil then state.tail = now + interval(rate) end
elseif isLost or (ARGV[2] ~= '' and server ~= '' and server ~= ARGV[2]) then
  state.since = now + ${HOLD}
  state.left = 0
end
if ARGV[2] ~= '' then server = ARGV[2] end

-- To write, and to say to the disk and to replicas, is what a call costs most here: only what has changed.
local function keepSchedule()
  local kept = {}
  if was[1] ~= server then kept = {'server', server} end
  for _, name in ipairs(names) do
    if state[name] ~= stored[name] then kept[#kept + 1] = name; kept[#kept + 1] = text(state[name]) end
  end
  if #kept > 0 then redis.call('HSET', KEYS[1], unpack(kept)) end
end
`;

/** `QuotaSchedule.decide`, and `Turn`: gives the reply, and keeps what follows from it. */
export const DECIDE_LUA = `
-- turn.ts
local function turnOf(key)
  local seen = redis.call('HMGET', key, 'appointment', 'kept', 'credit', 'creditAt', 'held', 'told', 'keptSince', 'keptIn')
  local turn = {
    appointment = tonumber(seen[1] or nil), kept = tonumber(seen[2] or nil),
    credit = tonumber(seen[3] or nil) or ${COUNTER.atOnce}, creditAt = tonumber(seen[4] or nil) or 0, held = {},
    told = tonumber(seen[6] or nil) or 0, keptSince = tonumber(seen[7] or nil), keptIn = tonumber(seen[8] or nil) or 0
  }
  for moment in string.gmatch(seen[5] or '', '%S+') do turn.held[#turn.held + 1] = tonumber(moment) end
  local before = {
    appointment = turn.appointment, kept = turn.kept, credit = turn.credit, creditAt = turn.creditAt, held = turn.held,
    told = turn.told, keptSince = turn.keptSince, keptIn = turn.keptIn
  }
  return turn, before
end
local function keepTurn(key, turn, before)
  -- Nothing that is waited for, and nothing new: it may as well be forgotten a day after it was written.
  local isSame = turn.appointment == nil and turn.kept == nil
  for name, value in pairs(before) do isSame = isSame and turn[name] == value end
  if isSame then return end
  local function orNone(number) return number ~= nil and text(number) or '' end
  local held = {}
  for index, moment in ipairs(turn.held) do held[index] = text(moment) end
  redis.call('HSET', key, 'appointment', orNone(turn.appointment), 'kept', orNone(turn.kept), 'credit', text(turn.credit),
    'creditAt', text(turn.creditAt), 'held', table.concat(held, ' '), 'told', text(turn.told), 'keptSince', orNone(turn.keptSince),
    'keptIn', text(turn.keptIn))
  redis.call('PEXPIRE', key, ${(24 * 60 * MINUTE) / 1_000})
end
local function mayHold(turn, wait)
  local count = 0
  for _, till in ipairs(turn.held) do if till > now then count = count + 1 end end
  if wait <= 0 or count == 0 then return wait <= ${HOLD} end
  if now < state.crowdedUntil then return false end
  if count < ${CONNECTIONS} then return wait <= ${HOLD} end
  return wait <= ${SECOND} / (count + 1)
end
local function hold(turn, till)
  if till <= now then return end
  local held = {}
  for _, one in ipairs(turn.held) do if one > now then held[#held + 1] = one end end
  held[#held + 1] = till
  if #held > ${HELD_REMEMBERED} then table.remove(held, 1) end
  turn.held = held
end
local function mayHurry(turn)
  local most = math.min(${COUNTER.atOnce}, math.max(1, rate * ${COUNTER.ofGrant}))
  local perMinute = math.min(${COUNTER.perMinute}, rate * ${COUNTER.ofGrant})
  local gained = ((now - turn.creditAt) * perMinute) / ${MINUTE}
  turn.credit = math.min(most, turn.credit + gained)
  turn.creditAt = now
  return turn.credit >= 1
end

-- schedule.ts
local function decide(key, urgency, waiting)
  local turn, before = turnOf(key)
  local function untilAppointment()
    if turn.appointment == nil then return 0 end
    return math.max(0, turn.appointment + state.shift - now)
  end
  local function go(wait, following) return {'go', milli(wait), milli(following)} end
  local function appointment(wait) return {'appointment', milli(wait)} end
  if urgency == 'report' then return go(0, untilAppointment()) end
  if state.bannedUntil > now then return {'banned', milli(state.bannedUntil - now)} end
  if rate == nil then
    depart(now)
    return go(0, 0)
  end
  local slot = interval(rate)
  state.tail = math.max(state.tail, now - state.shift)

  local function place(from) return withRoom(from, math.max(1, math.floor(rate)), now + ${HORIZON}) end
  local function earliest(from)
    local early = from
    if from < state.since + ${WINDOW} then
      local even = state.since + (state.left + 1 - math.floor(${UNEVEN} * rate)) * slot
      early = math.max(from, math.min(even, state.since + ${WINDOW}))
    end
    return place(early)
  end
  local function tell()
    turn.told = state.shift
    return appointment(untilAppointment())
  end
  local function appoint()
    turn.appointment = state.tail
    state.tail = state.tail + slot
    return tell()
  end
  local function following(early)
    if urgency == 'foreign' then return 0 end
    local isMore = waiting == nil or waiting > 0
    local free = state.tail + state.shift - now
    local isCrowded = free > ${HOLD} or now < state.crowdedUntil
    if turn.appointment == nil and isMore and isCrowded then
      turn.appointment = state.tail + early
      state.tail = state.tail + slot
    end
    turn.told = state.shift
    return untilAppointment()
  end
  local function urgent()
    local kept = turn.kept
    -- One that another server has kept is not in the even pace of this one.
    local isPlaced = turn.keptSince == state.since
    if kept ~= nil then
      if kept - now > ${HOLD} and isPlaced then return appointment(kept - now) end
      turn.kept = nil
      if turn.keptIn == state.begun then stay(kept, isPlaced) end
    end
    local at = (kept ~= nil and isPlaced and place or earliest)(math.max(now, kept or now))
    if at == nil then return nil end
    if kept == nil then
      turn.credit = turn.credit - 1
      state.shift = state.shift + slot
    end
    depart(at)
    if at - now <= ${HOLD} then return go(at - now, following(0)) end
    turn.kept = at
    turn.keptSince = state.since
    turn.keptIn = state.begun
    return appointment(at - now)
  end
  local function inTurn()
    if turn.appointment ~= nil then
      local late = now - state.shift - turn.appointment
      if not mayHold(turn, -late) then return tell() end
      if late <= ${KEPT} then
        local at = earliest(math.max(now, now - late))
        if at == nil or at - now > ${HOLD} then return appoint() end
        if late > ${GRACE} then state.shift = state.shift + slot end
        local early = math.max(0, turn.appointment + turn.told - now)
        turn.appointment = nil
        hold(turn, at)
        depart(at)
        return go(at - now, following(early))
      end
    end
    local slotAt = state.tail + state.shift
    if slotAt - now < ${NOW} then slotAt = now end
    if slotAt - now > ${HOLD} then state.crowdedUntil = now + ${CROWDED} end
    local at = earliest(slotAt)
    if at == nil or not mayHold(turn, at - now) then return appoint() end
    turn.appointment = nil
    state.tail = state.tail + slot
    hold(turn, at)
    depart(at)
    return go(at - now, following(0))
  end

  local reply = nil
  if urgency == 'counter' and (turn.kept ~= nil or mayHurry(turn)) then reply = urgent() end
  reply = reply or inTurn()
  keepTurn(key, turn, before)
  return reply
end
`;
