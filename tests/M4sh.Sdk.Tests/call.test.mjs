import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { join } from '../../M4sh.SignalingApi/Sdk/m4sh.mjs';
import { FakePeerConnection, FakeSocket, begin, joined, other, participant, session, settle, ticket } from './world.mjs';

let clock;
let call;

beforeEach(() => {
  clock = begin();
});
afterEach(() => call?.close());

const track = kind => ({ kind, enabled: true, getSettings: () => ({ height: 720 }) });
const stream = (...tracks) => ({ getTracks: () => tracks });

async function start(members = {}, options = {}) {
  const joining = join({ joinResponse: ticket(), ...options });
  await settle();
  FakeSocket.last.open();
  FakeSocket.last.tell(joined(members));
  call = await joining;
  await settle();
  return FakeSocket.last;
}

test('Join_NothingToJoinWith_SaysSo', async () => {
  await assert.rejects(join({}), TypeError);
  await assert.rejects(join({ sessionId: 'session-1' }), TypeError);
});

test('Tracks_Given_AreSentAsFarAsPermitted', async () => {
  const errors = [];
  const [audio, video] = [track('audio'), track('video')];
  const socket = await start({ permissions: ['audio'] }, { stream: stream(audio, video) });
  call.addEventListener('error', event => {
    event.preventDefault();
    errors.push(event.error.code);
  });
  socket.tell({ type: 'peer-joined', user_id: 'other', epoch: 'epoch-1', restarted: false });
  assert.deepEqual(FakePeerConnection.last.senders.map(sender => sender.track), [audio]);
  assert.deepEqual(errors, ['permission_denied']);
});

test('Tracks_AddedReplacedRemoved_AreThoseOfTheNextConnectionToo', async () => {
  const [camera, screen, microphone] = [track('video'), track('video'), track('audio')];
  const socket = await start({ peers: [other] }, { stream: stream(camera, microphone) });
  const [sender] = FakePeerConnection.last.senders;
  sender.replaceTrack = async by => { sender.track = by; };
  FakePeerConnection.last.removeTrack = removed => { removed.track = null; };
  await call.replaceTrack(camera, screen);
  call.removeTrack(microphone);
  assert.deepEqual(FakePeerConnection.last.senders.map(each => each.track), [screen, null]);
  socket.tell({ type: 'peer-joined', user_id: 'other', epoch: 'epoch-2', restarted: true });
  assert.deepEqual(FakePeerConnection.last.senders.map(each => each.track), [screen]);
});

test('Mute_AndBack_SilencesTheTrackAndTellsTheOther', async () => {
  const microphone = track('audio');
  const socket = await start({ peers: [other] }, { stream: stream(microphone) });
  const muting = call.mute();
  assert.deepEqual([microphone.enabled, call.isMuted('audio')], [false, true]);
  socket.ack('mute', 1);
  await muting;
  const unmuting = call.unmute();
  socket.ack('unmute', 2);
  await unmuting;
  assert.deepEqual([microphone.enabled, call.isMuted('audio')], [true, false]);
});

test('Mute_BeforeAReload_LastsBeyondIt', async () => {
  const microphone = track('audio');
  await start({ self: participant('me', { audio_muted: true }) }, { stream: stream(microphone) });
  assert.deepEqual([microphone.enabled, call.isMuted('audio')], [false, true]);
});

test('State_AsItChanges_IsTold', async () => {
  const socket = await start({ peers: [other] });
  const states = [];
  call.addEventListener('state', ({ signaling, connection, session: status }) => states.push([signaling, connection, status]));
  FakePeerConnection.last.become('connecting');
  FakePeerConnection.last.become('connected');
  socket.tell({ type: 'session-state', status: 'connected' });
  socket.end(1006);
  assert.deepEqual(states, [['connected', 'connecting', 'connecting'], ['connected', 'connected', 'connecting'],
    ['connected', 'connected', 'connected'], ['reconnecting', 'connected', 'connected']]);
});

test('ConnectionState_OnceConnected_IsReportedWithItsPath', async () => {
  const socket = await start({ peers: [other] });
  FakePeerConnection.last.stats = new Map([
    ['t', { id: 't', type: 'transport', selectedCandidatePairId: 'p' }],
    ['p', { id: 'p', type: 'candidate-pair', localCandidateId: 'l', remoteCandidateId: 'r' }],
    ['l', { id: 'l', type: 'local-candidate', candidateType: 'host', protocol: 'udp', address: '10.0.0.1', port: 1 }],
    ['r', { id: 'r', type: 'remote-candidate', candidateType: 'relay', protocol: 'udp', address: '10.0.0.2', port: 2, relayProtocol: 'tcp' }],
  ]);
  FakePeerConnection.last.become('connected');
  await settle();
  const [{ state, candidate_pair: pair }] = socket.of('connection-state');
  assert.deepEqual([state, pair.local, pair.remote], ['connected',
    { candidate_type: 'host', protocol: 'udp', address: '10.0.0.1', port: 1, relay_protocol: null },
    { candidate_type: 'relay', protocol: 'udp', address: '10.0.0.2', port: 2, relay_protocol: 'tcp' }]);
});

test('Presence_OfTheOther_IsTold', async () => {
  const socket = await start();
  const told = [];
  for (const type of ['peerjoined', 'peerdisconnected', 'peerreconnected', 'peerleft']) {
    call.addEventListener(type, event => told.push(`${type} ${event.userId}`));
  }

  socket.tell({ type: 'peer-joined', user_id: 'other', epoch: 'epoch-1', restarted: false });
  socket.tell({ type: 'peer-disconnected', user_id: 'other' });
  assert.equal(call.peer.isPresent, false);
  socket.tell({ type: 'peer-reconnected', user_id: 'other' });
  assert.deepEqual(told, ['peerjoined other', 'peerdisconnected other', 'peerreconnected other']);
});

test('PeerLeft_ToldAfterAnotherCame_LeavesThatOneThere', async () => {
  const socket = await start({ peers: [other] });
  const left = [];
  call.addEventListener('peerleft', event => left.push(event.userId));
  socket.tell({ type: 'peer-joined', user_id: 'third', epoch: 'epoch-2', restarted: true });
  const { connection } = call;
  socket.tell({ type: 'peer-left', user_id: 'other' });
  assert.deepEqual([left, call.peer, call.connection === connection, connection.isClosed], [[], { userId: 'third', isPresent: true }, true, false]);
});

test('Presence_ChangedWhileAway_IsToldAfterTheResume', async () => {
  const socket = await start({ peers: [other] });
  const told = [];
  for (const type of ['peerjoined', 'peerdisconnected', 'peerreconnected', 'peerleft']) {
    call.addEventListener(type, event => told.push(type));
  }

  socket.end(1006);
  await clock.advance(1_000);
  FakeSocket.last.open();
  FakeSocket.last.tell(joined({ resumed: true }));
  FakeSocket.last.end(1006);
  await clock.advance(1_000);
  FakeSocket.last.open();
  FakeSocket.last.tell(joined({ resumed: true, peers: [other] }));
  FakeSocket.last.end(1006);
  await clock.advance(5_000);
  FakeSocket.last.open();
  const left = { ...session(), participants: [participant('me'), participant('other', { left_at: '2026-01-01T00:00:10Z' })] };
  FakeSocket.last.tell(joined({ resumed: true, session: left }));
  assert.deepEqual(told, ['peerdisconnected', 'peerreconnected', 'peerleft']);
  assert.equal(call.connection, null);
});

test('Quality_Recommended_IsTold_AndAppliedWhereAskedFor', async () => {
  const recommendation = { type: 'quality-recommendation', quality: 'poor', recommendation: '240p', mos: 2.5, reasons: ['rtt_ms'] };
  for (const adaptQuality of [false, true]) {
    const socket = await start({ peers: [other] }, { stream: stream(track('video')), adaptQuality });
    const [sender] = FakePeerConnection.last.senders;
    const parameters = { encodings: [{}] };
    sender.getParameters = () => parameters;
    sender.setParameters = async () => {};
    const told = [];
    call.addEventListener('quality', ({ quality, recommendation: picture, mos, reasons }) => told.push([quality, picture, mos, reasons]));
    socket.tell(recommendation);
    assert.deepEqual(told, [['poor', '240p', 2.5, ['rtt_ms']]]);
    assert.deepEqual(parameters.encodings, adaptQuality ? [{ maxBitrate: 200_000, scaleResolutionDownBy: 3 }] : [{}]);
    call.close();
  }
});

test('Prepare_Given_GetsEachConnectionBeforeItNegotiates', async () => {
  const prepared = [];
  const socket = await start({ peers: [other] }, { prepare: connection => prepared.push([connection, connection.localDescription]) });
  socket.tell({ type: 'peer-joined', user_id: 'other', epoch: 'epoch-2', restarted: true });
  assert.deepEqual(prepared, FakePeerConnection.all.map(connection => [connection, null]));
  assert.equal(prepared.length, 2);
});

test('Session_Ended_ClosesTheCallAndSaysWhy', async () => {
  const socket = await start({ peers: [other] });
  const closed = [];
  call.addEventListener('closed', ({ reason, endReason, error }) => closed.push([reason, endReason, error.code]));
  socket.tell({ type: 'session-state', status: 'ended', end_reason: 'ice_failed' });
  socket.tell({ type: 'disconnect', action: 'stop', reason: 'session_ended' });
  socket.end(4410, 'session_ended');
  assert.deepEqual(closed, [['session_ended', 'ice_failed', 'session_ended']]);
});

test('Dispose_Asynchronous_HangsUp', async () => {
  const socket = await start();
  const disposing = call[Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]();
  socket.ack('leave');
  await disposing;
  assert.equal(call.state.signaling, 'closed');
  await assert.rejects(call.mute(), error => error.code === 'closed');
});
