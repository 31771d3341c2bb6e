//! The maintenance role, with a switch: while it is paused nothing in the lake changes but by queries, so that two
//! clients which ask one after the other see the same rows, the list of partitions included.

use anyhow::Result;
use micromegas::analytics::lakehouse::lakehouse_context::LakehouseContext;
use micromegas::analytics::lakehouse::view_registry::ViewRegistry;
use micromegas::analytics::time::TimeRange;
use micromegas::chrono::{DateTime, DurationRound, TimeDelta, Utc};
use micromegas::servers::maintenance::{
    daemon, get_global_views_with_update_group, materialize_all_views,
};
use micromegas::settings::SettingsSource;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, oneshot};
use tokio::task::JoinHandle;

/// How long a paused daemon may go on with the work it is at.
const DRAIN: Duration = Duration::from_secs(20);

pub struct Maintenance {
    lakehouse: Arc<LakehouseContext>,
    registry: Arc<ViewRegistry>,
    settings: Arc<SettingsSource>,
    state: Mutex<State>,
}

enum State {
    NotStarted,
    Running {
        stop: oneshot::Sender<()>,
        daemon: JoinHandle<()>,
    },
    Paused {
        since: DateTime<Utc>,
    },
}

impl Maintenance {
    pub fn new(
        lakehouse: Arc<LakehouseContext>,
        registry: Arc<ViewRegistry>,
        settings: Arc<SettingsSource>,
    ) -> Self {
        Self {
            lakehouse,
            registry,
            settings,
            state: Mutex::new(State::NotStarted),
        }
    }

    /// Starts the daemon. After a pause it first makes up for what arrived meanwhile, because the daemon itself looks
    /// only at the last seconds, minutes, hours.
    pub async fn resume(&self) -> Result<()> {
        let mut state = self.state.lock().await;
        let missed_since = match &*state {
            State::Running { .. } => return Ok(()),
            State::NotStarted => None,
            State::Paused { since } => Some(*since),
        };
        let (stop, stopped) = oneshot::channel();
        let running = daemon(
            self.lakehouse.clone(),
            self.registry.clone(),
            self.settings.clone(),
            async {
                let _ = stopped.await;
            },
            DRAIN,
        );
        let daemon = tokio::spawn(async {
            if let Err(error) = running.await {
                eprintln!("the maintenance daemon failed: {error:?}");
                std::process::exit(1);
            }
        });
        *state = State::Running { stop, daemon };
        if let Some(since) = missed_since {
            self.materialize(since).await?;
        }
        Ok(())
    }

    /// Stops the daemon; returns when it has ended.
    pub async fn pause(&self) -> Result<()> {
        let mut state = self.state.lock().await;
        if let State::Running { .. } = &*state
            && let State::Running { stop, daemon } =
                std::mem::replace(&mut *state, State::Paused { since: Utc::now() })
        {
            let _ = stop.send(());
            daemon.await?;
        }
        Ok(())
    }

    async fn materialize(&self, since: DateTime<Utc>) -> Result<()> {
        let slice = TimeDelta::seconds(1);
        // The last slice that the daemon had done ended one to two seconds before it stopped; the first that it does
        // now begins no later than one second ago.
        let begin = since.duration_trunc(slice)? - slice * 3;
        let end = Utc::now().duration_trunc(slice)? - slice;
        let mut views = get_global_views_with_update_group(&self.registry.current());
        views.sort_by_key(|view| view.get_update_group());
        materialize_all_views(
            self.lakehouse.clone(),
            Arc::new(views),
            TimeRange::new(begin, end),
            slice,
        )
        .await
    }
}
