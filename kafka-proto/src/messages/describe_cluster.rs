// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! DescribeCluster (key 60), versions 0 to 2, flexible from 0.
//!
//! Names cluster and brokers.

use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};
use crate::{EndpointType, ErrorCode};

/// Asks for DescribeCluster.
#[derive(Clone, Debug, PartialEq)]
pub struct DescribeClusterRequest<'a> {
    /// Whether to say what the caller may do with the cluster (KIP-430).
    pub include_cluster_authorized_operations: bool,
    /// Whether brokers or controllers are asked for (KIP-919). Since version 1. Default: `EndpointType(1)`.
    pub endpoint_type: EndpointType,
    /// Whether to list fenced brokers too. Since version 2.
    pub include_fenced_brokers: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for DescribeClusterRequest<'_> {
    fn default() -> Self {
        Self {
            include_cluster_authorized_operations: false,
            endpoint_type: EndpointType(1),
            include_fenced_brokers: false,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for DescribeClusterRequest<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            include_cluster_authorized_operations: r.bool("include_cluster_authorized_operations"),
            endpoint_type: if r.version() >= 1 {
                EndpointType(r.int8("endpoint_type"))
            } else {
                EndpointType(1)
            },
            include_fenced_brokers: if r.version() >= 2 {
                r.bool("include_fenced_brokers")
            } else {
                false
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.bool(self.include_cluster_authorized_operations);
        if w.version() >= 1 {
            w.int8(self.endpoint_type.0);
        } else {
            w.absent("endpoint_type", self.endpoint_type != EndpointType(1));
        }
        if w.version() >= 2 {
            w.bool(self.include_fenced_brokers);
        } else {
            w.absent("include_fenced_brokers", self.include_fenced_brokers);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers DescribeCluster.
#[derive(Clone, Debug, PartialEq)]
pub struct DescribeClusterResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// Whether brokers or controllers are asked for (KIP-919). Since version 1. Default: `EndpointType(1)`.
    pub endpoint_type: EndpointType,
    /// The cluster's id.
    pub cluster_id: &'a str,
    /// The broker to send changes to; in KRaft clusters any broker. Default: `-1`.
    pub controller_id: i32,
    /// The brokers that are up.
    pub brokers: Array<'a, DescribeClusterBroker<'a>>,
    /// A bit for each `AclOperation` the caller may use on the cluster; `i32::MIN` if not asked for (KIP-430). Default: `i32::MIN`.
    pub cluster_authorized_operations: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for DescribeClusterResponse<'_> {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: ErrorCode(0),
            error_message: None,
            endpoint_type: EndpointType(1),
            cluster_id: "",
            controller_id: -1,
            brokers: Array::default(),
            cluster_authorized_operations: i32::MIN,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for DescribeClusterResponse<'a> {
    const MIN_SIZE: usize = 18;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            endpoint_type: if r.version() >= 1 {
                EndpointType(r.int8("endpoint_type"))
            } else {
                EndpointType(1)
            },
            cluster_id: r.string("cluster_id"),
            controller_id: r.int32("controller_id"),
            brokers: r.array("brokers"),
            cluster_authorized_operations: r.int32("cluster_authorized_operations"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        if w.version() >= 1 {
            w.int8(self.endpoint_type.0);
        } else {
            w.absent("endpoint_type", self.endpoint_type != EndpointType(1));
        }
        w.string("cluster_id", self.cluster_id);
        w.int32(self.controller_id);
        w.array("brokers", &self.brokers);
        w.int32(self.cluster_authorized_operations);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    DescribeClusterRequest => DescribeClusterResponse: DESCRIBE_CLUSTER, versions 0 to 2, flexible since 0, throttle_time_ms
}

/// One of [`DescribeClusterResponse::brokers`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DescribeClusterBroker<'a> {
    /// The broker's id.
    pub broker_id: i32,
    /// The host name to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: i32,
    /// Where the broker stands, if that is configured.
    pub rack: Option<&'a str>,
    /// Whether the broker is registered but not serving. Since version 2.
    pub is_fenced: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DescribeClusterBroker<'a> {
    const MIN_SIZE: usize = 11;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            broker_id: r.int32("broker_id"),
            host: r.string("host"),
            port: r.int32("port"),
            rack: r.nullable_string("rack"),
            is_fenced: if r.version() >= 2 { r.bool("is_fenced") } else { false },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.broker_id);
        w.string("host", self.host);
        w.int32(self.port);
        w.nullable_string("rack", self.rack);
        if w.version() >= 2 {
            w.bool(self.is_fenced);
        } else {
            w.absent("is_fenced", self.is_fenced);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}
