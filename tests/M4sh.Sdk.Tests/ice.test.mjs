import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { nameFailure } from '../../M4sh.SignalingApi/Sdk/ice-watch.mjs';
import { join } from '../../M4sh.SignalingApi/Sdk/m4sh.mjs';
import { credibleNat, natType, stunUrls } from '../../M4sh.SignalingApi/Sdk/nat.mjs';
import { FakePeerConnection, FakeSocket, begin, joined, other, sdpOf, settle, ticket } from './world.mjs';

const host = { type: 'host', address: '10.0.0.2', port: 4000, relatedAddress: null, relatedPort: null };
const mapped = (port, base = 4000, address = '203.0.113.9', relatedAddress = '10.0.0.2') => ({ type: 'srflx', address, port, relatedAddress, relatedPort: base });
const gathered = (...candidates) => ({ candidates: [host, ...candidates], isComplete: true, hasFailed: false });
const silent = { candidates: [host], isComplete: false, hasFailed: false };
const refused = { candidates: [host], isComplete: true, hasFailed: true };

for (const [name, expected, first, second, both, hasRelay] of [
  ['OneMappingForBothServers', 'cone', gathered(mapped(7000, 4000)), gathered(mapped(7001, 4001)), gathered(mapped(7002, 4002))],
  ['ANewMappingForEachServer', 'symmetric', gathered(mapped(7000, 4000)), gathered(mapped(7001, 4001)), gathered(mapped(7002, 4002), mapped(7003, 4002))],
  ['ANewAddressForEachServer', 'symmetric', gathered(mapped(7000)), gathered(mapped(7001)), gathered(mapped(7002), mapped(7002, 4000, '203.0.113.10'))],
  ['TwoInterfaces_EachWithOneMapping', 'cone', gathered(mapped(1, 4000), mapped(2, 4001, '198.51.100.1', '10.1.0.2')),
    gathered(mapped(3, 4002), mapped(4, 4003, '198.51.100.1', '10.1.0.2')), gathered(mapped(5, 4004), mapped(6, 4005, '198.51.100.1', '10.1.0.2'))],
  ['OnlyOneServerAnswers', 'unknown', gathered(mapped(7000)), silent, gathered(mapped(7001))],
  ['SeenAsItIs', 'open', gathered(mapped(4000, 4000, '10.0.0.2')), silent, silent],
  ['NoMappingAndNoError', 'open', gathered(), gathered(), gathered()],
  ['NoMappingAndAnError', 'blocked', refused, refused, refused, false],
  ['NoAnswerInTime', 'blocked', silent, silent, silent, false],
  ['NoAnswerButARelay', 'relay_only', silent, refused, silent, true],
  ['TheBrowserHidesTheHost', 'unknown', gathered(mapped(1, 0, '203.0.113.9', '0.0.0.0')), gathered(mapped(2, 0, '203.0.113.9', '0.0.0.0')),
    gathered(mapped(3, 0, '203.0.113.9', '0.0.0.0'), mapped(4, 0, '203.0.113.9', '0.0.0.0'))],
]) {
  test(`Nat_${name}_Is_${expected}`, () => assert.equal(natType(first, second, both, hasRelay ?? false), expected));
}

test('Nat_NobodyAnswersAndUdpGoesDirectly_IsUnknown', () => {
  const pair = (local, remote = 'host', protocol = 'udp') => ({ local: { candidate_type: local, protocol }, remote: { candidate_type: remote, protocol } });
  assert.equal(credibleNat('blocked', pair('host')), 'unknown');
  assert.equal(credibleNat('relay_only', pair('prflx')), 'unknown');
  assert.equal(credibleNat('relay_only', pair('relay')), 'relay_only');
  assert.equal(credibleNat('relay_only', pair('host', 'relay')), 'relay_only');
  assert.equal(credibleNat('blocked', pair('host', 'host', 'tcp')), 'blocked');
  assert.equal(credibleNat('blocked', undefined), 'blocked');
  assert.equal(credibleNat('cone', pair('host')), 'cone');
  assert.equal(credibleNat(undefined, pair('host')), undefined);
});

test('StunUrls_OfIceServers_AreThoseOverUdp_EachOnce', () => {
  const servers = [{ urls: ['stun:a.test', 'stuns:a.test'] }, { urls: ['turn:b.test:99?transport=udp', 'turn:b.test:99?transport=tcp', 'turn:a.test'] }, { urls: 'stun:[::1]:5' }];
  assert.deepEqual(stunUrls(servers), ['stun:a.test', 'stun:b.test:99', 'stun:[::1]:5']);
});

const turn = 'turn:a.test?transport=udp';
for (const [name, expected, types, errors, urls, isGathering, isRelayOnly = false] of [
  ['RelayedButNotConnected', { reason: 'timeout' }, ['host', 'relay'], [{ code: 401, server: turn }], [turn], false],
  ['Refused', { reason: 'turn_unauthorized', code: 401, server: turn }, ['host'], [{ code: 701, server: 'stun:b.test' }, { code: 401, server: turn }], [turn], false],
  ['Unreachable', { reason: 'turn_unreachable', code: 701, server: turn }, [], [{ code: 701, server: turn }], [turn], false],
  ['NotAnsweredYet', { reason: 'turn_unreachable', code: 701, server: turn }, ['host'], [], [turn], true],
  ['NothingGathered', { reason: 'no_candidates' }, [], [], [], false],
  ['NothingGatheredWhereOnlyARelayMay', { reason: 'no_relay' }, [], [], [], false, true],
  ['NoTurnServer', { reason: 'no_relay' }, ['host', 'srflx'], [{ code: 701, server: 'stun:b.test' }], [], true],
  ['FullServer', { reason: 'no_relay', code: 486, server: turn }, ['host'], [{ code: 486, server: turn }], [turn], false],
]) {
  test(`Failure_${name}_Is_${expected.reason}`, () => assert.deepEqual(nameFailure(types, errors, urls, isGathering, isRelayOnly), expected));
}

let clock;
let call;
let failures;

beforeEach(() => {
  clock = begin();
  failures = [];
});
afterEach(() => call?.close());

async function start() {
  const joining = join({ joinResponse: ticket(), qualityInterval: 0 });
  await settle();
  const socket = FakeSocket.last;
  socket.open();
  socket.tell(joined({ peers: [other], ice_servers: [{ urls: [turn] }] }));
  call = await joining;
  call.addEventListener('icefailure', ({ reason, code, server }) => failures.push({ reason, code, server }));
  await settle();
  socket.ack('offer', 1);
  socket.tell({ type: 'answer', sdp: sdpOf('theirs'), offer_seq: 1, from_user_id: 'other', seq: 2 });
  await settle();
  return socket;
}

/** What the server was told. */
const told = socket => socket.of('connection-state').map(message => message.ice_failure).filter(Boolean);

/** Keeps the socket, which hears nothing else, from being taken for dead. */
async function pass(socket, milliseconds) {
  for (let passed = 0; passed < milliseconds; passed += 1_000) {
    await clock.advance(1_000);
    socket.tell({ type: 'session-state', status: 'connecting' });
  }
}

test('Call_TurnRefuses_IsNamedBeforeTheServersTimeIsOver', async () => {
  const socket = await start();
  FakePeerConnection.last.tell('icecandidate', { candidate: { type: 'host' } });
  FakePeerConnection.last.tell('icecandidateerror', { url: turn, errorCode: 401 });
  await pass(socket, 8_000);
  assert.deepEqual(failures, []);
  await pass(socket, 1_000);
  const failure = { reason: 'turn_unauthorized', code: 401, server: turn };
  assert.deepEqual(failures, [failure]);
  assert.deepEqual(told(socket), [failure]);
});

test('Call_Connected_NamesNothing', async () => {
  const socket = await start();
  FakePeerConnection.last.become('connected');
  await pass(socket, 20_000);
  assert.deepEqual([failures, told(socket)], [[], []]);
});

test('Call_Failed_IsNamedAtOnce', async () => {
  const socket = await start();
  FakePeerConnection.last.tell('icecandidate', { candidate: { type: 'relay' } });
  FakePeerConnection.last.become('failed');
  await settle();
  assert.deepEqual(failures.map(failure => failure.reason), ['timeout']);
  assert.deepEqual(told(socket), [{ reason: 'timeout' }]);
});

test('Call_GathersAnew_WhatWasBeforeIsForgotten', async () => {
  const socket = await start();
  const connection = FakePeerConnection.last;
  connection.tell('icecandidateerror', { url: turn, errorCode: 401 });
  connection.iceGatheringState = 'gathering';
  connection.tell('icegatheringstatechange', {});
  connection.tell('icecandidate', { candidate: { type: 'relay' } });
  await pass(socket, 9_000);
  assert.deepEqual(failures.map(failure => failure.reason), ['timeout']);
});

test('Call_Connected_TellsTheNat', async () => {
  const socket = await start();
  FakePeerConnection.last.become('connected');
  await settle();
  // One STUN server tells nothing, so none is asked.
  assert.deepEqual([socket.of('connection-state').at(-1).nat_type, FakePeerConnection.all.length], ['unknown', 1]);
});
