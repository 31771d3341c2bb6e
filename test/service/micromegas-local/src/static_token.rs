//! Authentication by fixed tokens, so that right, wrong and missing credentials can be tried on the real server.

use anyhow::{Result, bail};
use async_trait::async_trait;
use micromegas::auth::groups::ADMINS_GROUP;
use micromegas::auth::types::{AuthContext, AuthProvider, AuthType, RequestParts};
use std::sync::Arc;

pub struct StaticTokens {
    /// Accepted; may read the audience `public`.
    pub token: String,
    /// Accepted; may also do what needs an administrator.
    pub admin_token: Option<String>,
}

#[async_trait]
impl AuthProvider for StaticTokens {
    fn name(&self) -> &'static str {
        "static tokens"
    }

    async fn validate_request(&self, parts: &dyn RequestParts) -> Result<AuthContext> {
        let presented = parts.bearer_token();
        let (subject, memberships): (&str, Vec<String>) =
            if presented.is_some() && presented == self.admin_token.as_deref() {
                ("test-admin", vec![ADMINS_GROUP.to_string()])
            } else if presented == Some(self.token.as_str()) {
                ("test-reader", vec![])
            } else {
                bail!("no such token")
            };
        Ok(AuthContext {
            subject: subject.to_string(),
            email: Some(format!("{subject}@example.com")),
            issuer: "static_token".to_string(),
            audience: None,
            expires_at: None,
            auth_type: AuthType::ApiKey,
            allow_delegation: true,
            bound_audience: None,
            read_audiences: vec![],
            analytics_key_id: None,
            memberships: Arc::from(memberships),
        })
    }
}
