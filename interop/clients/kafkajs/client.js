// kafkajs, by commands: see ../README.md.
const fs = require('node:fs')
const readline = require('node:readline')
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, Kafka, ResourcePatternTypes, logLevel } = require('kafkajs')
const { createMechanism } = require('@jm18457/kafkajs-msk-iam-authentication-mechanism')

const DEADLINE_MS = 20000
const { CLIENT_BOOTSTRAP, CLIENT_CA, CLIENT_MECHANISM, CLIENT_USER, CLIENT_PASSWORD, AWS_REGION } = process.env
const kafka = new Kafka({
  brokers: CLIENT_BOOTSTRAP.split(','),
  ssl: { ca: [fs.readFileSync(CLIENT_CA)] },
  sasl: CLIENT_MECHANISM === 'AWS_MSK_IAM'
    ? createMechanism({ region: AWS_REGION })
    : { mechanism: CLIENT_MECHANISM, username: CLIENT_USER, password: CLIENT_PASSWORD },
  retry: { retries: 3, initialRetryTime: 50 },
  logLevel: logLevel.NOTHING,
})
const read = []
let consumer, producer, crash
let partitions = 0

async function administer (call) {
  const admin = kafka.admin()
  try {
    await admin.connect()
    return await call(admin)
  } finally {
    await admin.disconnect()
  }
}

const acls = (name, [user, kind, resourceName, ...operations]) => operations.map(operation => ({
  resourceType: AclResourceTypes[kind],
  [name]: ResourcePatternTypes.LITERAL,
  resourceName,
  principal: `User:${user}`,
  host: '*',
  operation: AclOperationTypes[operation],
  permissionType: AclPermissionTypes.ALLOW,
}))

async function join (groupId, topic) {
  consumer = kafka.consumer({ groupId, heartbeatInterval: 500, retry: { retries: 0 } })
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    partitions = Object.values(payload.memberAssignment).flat().length
  })
  consumer.on(consumer.events.CRASH, ({ payload }) => { crash = payload.error })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await consumer.run({ eachMessage: async ({ message }) => { read.push(message.value.toString()) } })
  return until(() => partitions > 0)
}

async function until (isDone) {
  const end = Date.now() + DEADLINE_MS
  while (!isDone()) {
    if (crash) throw crash
    if (Date.now() > end) throw new Error(`read ${read}, assigned ${partitions}`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

async function assigned (count) {
  await until(() => partitions === Number(count))
  return count
}

async function produce (topic, partition, value) {
  if (!producer) {
    producer = kafka.producer()
    await producer.connect()
  }
  const messages = [{ partition: Number(partition), value }]
  const [sent] = await producer.send({ topic, messages })
  return sent.baseOffset
}

const commands = {
  login: () => administer(async admin => (await admin.describeCluster()).brokers.length),
  create: (topic, numPartitions) => administer(admin =>
    admin.createTopics({ topics: [{ topic, numPartitions: Number(numPartitions) }] })),
  allow: (...it) => administer(admin => admin.createAcls({ acl: acls('resourcePatternType', it) })),
  forbid: (...it) => administer(async admin => {
    const { filterResponses } = await admin.deleteAcls({ filters: acls('resourcePatternType', it) })
    return filterResponses.flatMap(one => one.matchingAcls).length
  }),
  produce,
  join,
  assigned,
  read: async (...oneOf) => {
    await until(() => read.some(text => oneOf.includes(text)))
    return read.join(' ')
  },
  leave: () => consumer.disconnect(),
}

// The error that made it give up, or the first of several, beneath kafkajs's own.
function cause (error) {
  const beneath = error.errors?.[0] ?? error.cause
  return beneath && beneath !== error ? cause(beneath) : error
}

async function main () {
  console.log(`READY kafkajs ${require('kafkajs/package.json').version}`)
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [name, ...rest] = line.split(' ')
    try {
      console.log(`OK ${await commands[name](...rest)}`)
    } catch (error) {
      const { code, name, message } = cause(error)
      console.log(`ERROR ${Number.isInteger(code) ? code : -1} ${name}: ${message.replaceAll('\n', ' ')}`)
    }
  }
  process.exit(0)
}

main()
