import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { pause } from '../../M4sh.SignalingApi/Sdk/chance.mjs';
import { join } from '../../M4sh.SignalingApi/Sdk/m4sh.mjs';
import { FakePeerConnection, FakeSocket, begin, joined, other, settle, ticket } from './world.mjs';

let clock;
let call;
let closed;

beforeEach(() => {
  clock = begin();
  closed = [];
});
afterEach(() => call?.close());

/** What the end of the test refuses. */
const muteInVain = () => call.mute().catch(error => assert.equal(error.code, 'closed'));

/** A call that has joined; with the socket it has. */
async function start(members = {}, options = {}) {
  const joining = join({ joinResponse: ticket(), ...options });
  await settle();
  const socket = FakeSocket.last;
  socket.open();
  socket.tell(joined(members));
  call = await joining;
  call.addEventListener('closed', event => closed.push(event.reason));
  call.addEventListener('error', event => event.preventDefault());
  return socket;
}

/** Cuts the connection and lets the client make the next one. */
async function reconnect(socket, code = 1006, within = 20_000) {
  socket.end(code);
  await clock.advance(within);
  assert.notEqual(FakeSocket.last, socket, 'no new connection');
  return FakeSocket.last;
}

test('Join_TokenGiven_GoesIntoTheAddressAndJoinsWithoutAnEpoch', async () => {
  const socket = await start();
  assert.equal(socket.token, 'token-1');
  const { epoch, last_seq: lastSeq, id } = socket.of('join')[0];
  assert.deepEqual([epoch, lastSeq], [undefined, undefined]);
  assert.ok(id.length <= 64);
  assert.equal(call.state.signaling, 'connected');
});

test('Reconnect_AfterALoss_ResumesFromTheLastContiguousSeq', async () => {
  const socket = await start({ seq: 4 });
  socket.tell({ type: 'mute', kind: 'audio', from_user_id: 'other', seq: 5 });
  socket.tell({ type: 'mute', kind: 'video', from_user_id: 'other', seq: 7 });
  const second = await reconnect(socket);
  assert.deepEqual(second.open(), { type: 'join', id: second.sent[0].id, epoch: 'epoch-1', last_seq: 5 });
  assert.notEqual(second.sent[0].id, socket.sent[0].id);
});

test('Position_OwnAcks_CountToo', async () => {
  const socket = await start();
  muteInVain();
  socket.ack('mute', 2);
  socket.tell({ type: 'mute', kind: 'audio', from_user_id: 'other', seq: 1 });
  const second = await reconnect(socket);
  assert.equal(second.open().last_seq, 2);
});

test('Message_ReplayedThatWasHere_IsTakenOnce', async () => {
  const socket = await start();
  const muted = [];
  call.addEventListener('mute', event => muted.push(event.kind));
  socket.tell({ type: 'mute', kind: 'video', from_user_id: 'other', seq: 2 });
  const second = await reconnect(socket);
  second.open();
  second.tell(joined({ resumed: true, seq: 0 }));
  second.tell({ type: 'mute', kind: 'audio', from_user_id: 'other', seq: 1 });
  second.tell({ type: 'mute', kind: 'video', from_user_id: 'other', seq: 2 });
  assert.deepEqual(muted, ['video', 'audio']);
});

test('Unanswered_AtALoss_IsSentAgainWithItsId_AndWhatIsAnsweredIsNot', async () => {
  const socket = await start();
  const first = call.mute('audio');
  socket.ack('mute', 1);
  await first;
  const second = call.mute('video');
  const [, lost] = socket.of('mute');
  const next = await reconnect(socket);
  assert.deepEqual(next.of('mute'), []);
  next.open();
  next.tell(joined({ resumed: true, seq: 1 }));
  assert.deepEqual(next.of('mute'), [lost]);
  next.ack('mute', 2);
  await second;
});

test('Sent_WhileThereIsNoConnection_WaitsForIt', async () => {
  const socket = await start();
  socket.end(1006);
  const muting = call.mute();
  await clock.advance(1_000);
  const next = FakeSocket.last;
  next.open();
  assert.deepEqual(next.of('mute'), []);
  next.tell(joined({ resumed: true }));
  next.ack('mute', 1);
  await muting;
});

for (const code of [1001, 1006, 1011, 1012, 4408, 4429]) {
  test(`Close_${code}_IsResumed`, async () => {
    const socket = await start();
    const next = await reconnect(socket, code);
    next.open();
    next.tell(joined({ resumed: true }));
    assert.deepEqual([call.state.signaling, closed], ['connected', []]);
  });
}

for (const [code, reason] of [[1000, 'left'], [1003, 'invalid_request'], [4400, 'invalid_request'], [4401, 'unauthorized'], [4403, 'forbidden'],
  [4404, 'not_found'], [4409, 'replaced'], [4410, 'session_ended'], [4413, 'payload_too_large']]) {
  test(`Close_${code}_EndsTheCall`, async () => {
    const socket = await start();
    socket.end(code);
    await clock.advance(300_000);
    assert.deepEqual([FakeSocket.all.length, closed, call.state.signaling], [1, [reason], 'closed']);
  });
}

test('Close_AfterDisconnect_DoesWhatThatSaid', async () => {
  const socket = await start();
  socket.tell({ type: 'disconnect', action: 'stop', reason: 'token_revoked' });
  socket.end(1006);
  await clock.advance(300_000);
  assert.deepEqual([FakeSocket.all.length, closed], [1, ['token_revoked']]);
});

test('Backoff_WhileTheServerIsAway_DoublesUpToItsLimit_AndGivesUpInTheEnd', async () => {
  const socket = await start({}, { reconnectFor: 60_000 });
  const pauses = [];
  let lostAt = Date.now();
  socket.end(1006);
  while (closed.length === 0) {
    const before = FakeSocket.all.length;
    while (FakeSocket.all.length === before && closed.length === 0) {
      await clock.advance(50);
    }

    if (closed.length === 0) {
      pauses.push(Date.now() - lostAt);
      lostAt = Date.now();
      FakeSocket.last.end(1006);
    }
  }

  assert.deepEqual(pauses.slice(0, 7), [250, 500, 1000, 2000, 4000, 7500, 7500]);
  assert.deepEqual(closed, ['unavailable']);
});

test('Backoff_ServerStops_SpreadsItsClients', async () => {
  const socket = await start();
  socket.tell({ type: 'disconnect', action: 'resume', reason: 'going_away' });
  socket.end(1012, 'going_away');
  await clock.advance(700);
  assert.equal(FakeSocket.last, socket);
  await clock.advance(50);
  assert.notEqual(FakeSocket.last, socket);
});

test('Backoff_AtItsLimit_HasChanceInIt', async () => {
  const pauses = [0, 0.5, 0.999].map(chance => {
    Math.random = () => chance;
    return Math.round(pause(20));
  });
  assert.deepEqual(pauses, [5000, 7500, 9995]);
});

test('Backoff_BrowserIsOnlineAgain_DoesNotWait', async () => {
  const listeners = new EventTarget();
  globalThis.addEventListener = listeners.addEventListener.bind(listeners);
  globalThis.removeEventListener = listeners.removeEventListener.bind(listeners);
  const socket = await start();
  socket.end(1006);
  listeners.dispatchEvent(new Event('online'));
  assert.notEqual(FakeSocket.last, socket);
  delete globalThis.addEventListener;
  delete globalThis.removeEventListener;
});

test('Socket_ThatAnswersNoMore_IsTakenForDead', async () => {
  const socket = await start();
  muteInVain();
  await clock.advance(9_000);
  assert.equal(FakeSocket.last, socket);
  await clock.advance(3_000);
  assert.notEqual(FakeSocket.last, socket);
  assert.ok(socket.isClosed);
});

test('Socket_Idle_IsAsked', async () => {
  const socket = await start();
  await clock.advance(15_000);
  assert.deepEqual(socket.of('connection-state').map(message => message.state), ['new']);
  socket.ack('connection-state');
  await clock.advance(12_000);
  assert.equal(FakeSocket.last, socket);
});

test('Socket_ThatNeverJoins_IsGivenUp', async () => {
  const joining = join({ joinResponse: ticket() });
  await clock.advance(20_000);
  assert.ok(FakeSocket.all[0].isClosed);
  FakeSocket.last.open();
  FakeSocket.last.tell(joined());
  call = await joining;
});

test('Token_Successor_IsUsedForTheNextConnection_AlsoAfter4401', async () => {
  const socket = await start();
  socket.tell({ type: 'token-expiring', token: 'token-2', token_expires_at: '2026-01-01T02:00:00Z' });
  const next = await reconnect(socket, 4401);
  assert.equal(next.token, 'token-2');
});

test('Token_Expired_IsFetchedAnewByJoiningOverRest', async () => {
  const requests = [];
  globalThis.fetch = async (url, request) => {
    requests.push([url.pathname, request.headers.Authorization]);
    return { ok: true, json: async () => ticket(`token-${requests.length}`) };
  };
  const joining = join({ apiUrl: 'http://api.test', sessionId: 'session-1', accessToken: async () => `platform-${requests.length}` });
  await settle();
  FakeSocket.last.open();
  FakeSocket.last.tell(joined());
  call = await joining;
  const socket = FakeSocket.last;
  const next = await reconnect(socket, 1012);
  next.end(4401, 'token_expired');
  await clock.advance(20_000);
  assert.equal(FakeSocket.last.token, 'token-2');
  assert.equal(FakeSocket.last.open().epoch, 'epoch-1');
  assert.deepEqual(requests, [
    ['/api/v1/webrtc/sessions/session-1/join/', 'Bearer platform-0'],
    ['/api/v1/webrtc/sessions/session-1/join/', 'Bearer platform-1'],
  ]);
});

test('Join_ApiUnavailableAtFirst_IsAskedAgain', async () => {
  let asked = 0;
  globalThis.fetch = async () => ++asked < 3
    ? { ok: false, status: 503, json: async () => ({ code: 'unavailable', detail: 'Not now.' }) }
    : { ok: true, json: async () => ticket() };
  const joining = join({ apiUrl: 'http://api.test', sessionId: 'session-1', accessToken: 'platform' });
  await clock.advance(5_000);
  FakeSocket.last.open();
  FakeSocket.last.tell(joined());
  call = await joining;
  assert.equal(asked, 3);
});

test('Token_ExpiredWithoutAWayToGetAnother_EndsTheCall', async () => {
  const socket = await start();
  const next = await reconnect(socket);
  next.end(4401, 'token_expired');
  await clock.advance(300_000);
  assert.deepEqual(closed, ['token_expired']);
});

test('Error_Transient_IsTriedAgainWithTheSameId', async () => {
  const socket = await start();
  const muting = call.mute();
  socket.refuse('mute', 'unavailable');
  await clock.advance(5_000);
  const [first, second] = socket.of('mute');
  assert.deepEqual(first, second);
  socket.ack('mute', 1);
  await muting;
});

test('Error_Transient_SomethingNewerWasSaidSince_IsNotTriedAgain', async () => {
  const socket = await start();
  const unmuting = call.unmute();
  socket.refuse('unmute', 'unavailable');
  const muting = call.mute();
  socket.ack('mute', 1);
  await muting;
  await clock.advance(5_000);
  await unmuting;
  assert.deepEqual([socket.of('unmute').length, call.isMuted('audio')], [1, true]);
});

test('Error_TransientBeforeALoss_SomethingNewerWasSaidSince_IsNotSentAgain', async () => {
  const socket = await start();
  const unmuting = call.unmute();
  socket.refuse('unmute', 'unavailable');
  const muting = call.mute();
  socket.ack('mute', 1);
  await muting;
  const next = await reconnect(socket);
  next.open();
  next.tell(joined({ resumed: true, seq: 1 }));
  await unmuting;
  assert.deepEqual(next.of('unmute'), []);
});

test('Rejoin_ApiSilent_IsGivenUpInTime', async () => {
  const limits = [];
  const timeout = AbortSignal.timeout;
  AbortSignal.timeout = limit => {
    limits.push(limit);
    return AbortSignal.abort(new Error('Too late.'));
  };
  globalThis.fetch = async (url, { signal }) => signal.throwIfAborted();
  try {
    await assert.rejects(join({ apiUrl: 'http://api.test', sessionId: 'session-1', accessToken: 'platform' }), { code: 'unavailable' });
  } finally {
    AbortSignal.timeout = timeout;
  }

  assert.deepEqual(limits, [10_000]);
});

test('Error_Final_IsThrownWithItsCode', async () => {
  const socket = await start();
  const unmuting = call.unmute('video');
  socket.refuse('unmute', 'permission_denied');
  await assert.rejects(unmuting, error => error.code === 'permission_denied');
  assert.ok(call.isMuted('video'));
});

test('Join_Refused_RejectsWithItsCode', async () => {
  const joining = join({ joinResponse: ticket() });
  await settle();
  FakeSocket.last.end(4410);
  await assert.rejects(joining, error => error.code === 'session_ended');
});

test('Join_RefusedOverRest_RejectsWithTheProblemsCode', async () => {
  globalThis.fetch = async () => ({ ok: false, status: 409, json: async () => ({ code: 'session_full', detail: 'Two are there.' }) });
  const joining = join({ apiUrl: 'http://api.test', sessionId: 'session-1', accessToken: 'platform' });
  await assert.rejects(joining, error => error.code === 'session_full' && error.message.includes('Two are there.'));
});

test('Epoch_New_VoidsWhatWasNegotiatedAndItsSeqs_AndKeepsTheRest', async () => {
  const socket = await start({ peers: [other], seq: 8 });
  await settle();
  assert.equal(socket.of('offer').length, 1);
  muteInVain();
  socket.end(1006);
  await clock.advance(1_000);
  const next = FakeSocket.last;
  assert.equal(next.open().epoch, 'epoch-1');
  next.tell(joined({ epoch: 'epoch-2', seq: 0 }));
  assert.deepEqual([next.of('offer'), next.of('mute').length], [[], 1]);
  next.ack('mute', 1);
  const last = await reconnect(next);
  assert.deepEqual(last.open(), { type: 'join', id: last.sent[0].id, epoch: 'epoch-2', last_seq: 0 });
});

test('Leave_Connected_TellsTheServerAndCloses', async () => {
  const socket = await start({ peers: [other] });
  const leaving = call.leave('done');
  assert.equal(socket.of('leave')[0].reason, 'done');
  socket.ack('leave');
  await leaving;
  assert.deepEqual([closed, socket.isClosed, FakePeerConnection.last.isClosed], [['left'], true, true]);
});

test('Leave_ServerSilent_ClosesAllTheSame', async () => {
  await start();
  const leaving = call.leave();
  await clock.advance(2_000);
  await leaving;
  assert.deepEqual(closed, ['left']);
});
